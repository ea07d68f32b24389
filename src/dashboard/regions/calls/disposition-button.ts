import { html } from 'hono/html';
import type { Caller } from '../../../domain/caller.ts';
import { callDispositionNames } from '../../../queries/index.ts';
import type { CallView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';
import { orderButton, roleRefusal } from '../../layout/order-button.ts';

function refusalOf({ active, disposition }: CallView, viewer: Caller): string | null {
  const byRole = roleRefusal(viewer);
  if (byRole !== null) return byRole;
  if (active) return 'The call has not ended.';
  return disposition === null ? 'The call was never made.' : null;
}

/** The button that sets or corrects how a call ended. `words`: the own words of the campaign. */
export function dispositionButton({
  call,
  words,
  viewer,
}: {
  call: CallView;
  words: readonly string[];
  viewer: Caller;
}): Html {
  const names = [...new Set([...callDispositionNames, 'confirmed', 'opt-out', ...words])];
  return orderButton({
    id: `disposition-${call.id}`,
    action: `/ui/calls/${call.id}/disposition`,
    label: 'Set disposition',
    confirm: {
      question: 'How did this call end? What follows for the contact is decided again.',
      fields: html`<label
          >Disposition
          <select name="disposition">
            ${names.map(
              (name) =>
                html`<option value="${name}" ${name === (call.outcome ?? call.disposition) ? 'selected' : ''}>
                  ${name}
                </option>`,
            )}
          </select></label
        >
        <label>Note <input name="note" maxlength="500" autocomplete="off" /></label>
        <label class="check"><input type="checkbox" name="retry" /> Call the contact again at once</label>`,
    },
    refusal: refusalOf(call, viewer),
  });
}

/** Who corrected a call, when and why. */
export function correctionNote({ correction }: CallView, at: Html | string): Html | '' {
  if (correction === null) return '';
  const { by, note, was } = correction;
  const before = [was.disposition, was.outcome].filter(Boolean).join(', ') || 'unknown';
  return html`<p>
    Set by <bdi>${by}</bdi> at ${at}; it was ${before}.
    ${note === null ? '' : html`<q><bdi>${note}</bdi></q>`}
  </p>`;
}
