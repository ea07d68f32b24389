import { html } from 'hono/html';
import type { Caller } from '../../../domain/caller.ts';
import type { CallView } from '../../../queries/index.ts';
import type { Html } from '../../layout/html.ts';
import { orderButton, roleRefusal } from '../../layout/order-button.ts';

/** The recordings of a call, each with a player. Sound is loaded only when it is played. */
export function recordingList({
  call: { id, recordings },
  viewer,
}: {
  call: CallView;
  viewer: Caller;
}): Html | '' {
  if (recordings.length === 0) return '';
  const refusal = roleRefusal(viewer);
  return html`<section aria-labelledby="recordings">
    <h2 id="recordings">Recordings</h2>
    <ul>
      ${recordings.map(
        ({ id: recording, seconds }) =>
          html`<li>
            ${
              refusal === null
                ? html`<audio
                    controls
                    preload="none"
                    data-keep
                    aria-label="Recording"
                    src="/ui/calls/${id}/recordings/${recording}"
                  ></audio>`
                : html`<span class="soft">${refusal}</span>`
            }
            <span class="soft">${seconds === null ? '' : `${seconds} s`}</span>
            ${orderButton({
              id: `delete-${recording}`,
              action: `/ui/calls/${id}/recordings/${recording}/delete`,
              label: 'Delete',
              confirm: { question: 'Delete this recording, at the provider too?', fields: '' },
              refusal,
            })}
          </li>`,
      )}
    </ul>
  </section>`;
}
