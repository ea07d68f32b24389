import { html } from 'hono/html';
import type { Caller } from '../../../domain/caller.ts';
import type { CallView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';
import { orderButton, roleRefusal } from '../../layout/order-button.ts';

function refusalOf({ active, hangUp }: CallView, viewer: Caller): string | null {
  const byRole = roleRefusal(viewer);
  if (byRole !== null) return byRole;
  if (!active) return 'The call has ended.';
  return hangUp ? 'The end of this call was already ordered.' : null;
}

/** The button that ends a call. `hidden`: fields that say where the viewer stays. */
export function hangUpButton({
  call,
  viewer,
  hidden = html``,
}: {
  call: CallView;
  viewer: Caller;
  hidden?: Html;
}): Html {
  return orderButton({
    id: `hang-up-${call.id}`,
    action: `/ui/calls/${call.id}/hang-up`,
    label: 'Hang up',
    confirm: {
      question: 'End this call, or take it out of the queue? It ends when the provider reports its end.',
      fields: '',
    },
    hidden,
    refusal: refusalOf(call, viewer),
  });
}
