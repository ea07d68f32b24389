import { html } from 'hono/html';
import type { EventView } from '../../queries/index.ts';
import type { Html } from '../layout/html.ts';
import { counted, instant } from '../text/format.ts';

/** One line of a history. */
export type EventLine = {
  event: Pick<EventView, 'seq' | 'at'>;
  /** The state of the chart after it. */
  state: string;
  what: Html;
  chip: Html;
  /** More about the time, such as the time at the place of the contact. */
  time: Html | '';
};

/** The events of a history, and the slider over them, which the script history.js shows. */
export function eventList(lines: readonly EventLine[]): Html {
  return html`<div class="scrubber" hidden>
      <button type="button" data-step="-1" aria-label="Earlier event" aria-keyshortcuts="[">[</button>
      <input type="range" min="1" max="${lines.length}" value="${lines.length}" aria-label="Event" />
      <button type="button" data-step="1" aria-label="Later event" aria-keyshortcuts="]">]</button>
      <output>${counted(lines.length, 'event')}</output>
    </div>
    <ol class="events">
      ${lines.map(
        ({ event: { seq, at }, state, what, chip, time }) =>
          html`<li data-event="${seq}" data-state="${state}">
            <span class="when">${instant(at, 'exact')} ${time}</span>
            <span class="what">${what}</span>
            ${chip}
          </li>`,
      )}
    </ol>`;
}
