import { html } from 'hono/html';
import type { EventView } from '../../queries/index.ts';
import type { Html } from '../layout/html.ts';
import { counted, instant } from '../text/format.ts';

/** One line of a history. */
export type EventLine = {
  event: Pick<EventView, 'seq' | 'at'>;
  /** The state of the chart after it. */
  state: string;
  /** The transition that led to this state, as a chart names its own; empty if it is not known. */
  taken?: string;
  what: Html;
  chip: Html;
  /** More about the time, such as the time at the place of the contact. */
  time: Html | '';
};

/** The slider over the events of a history, which the script history.js shows. `[`, `]` and `l` do the same as its buttons. */
export function scrubber(events: number): Html {
  return html`<div class="scrubber" hidden>
    <button type="button" data-step="-1" aria-label="Earlier event" aria-keyshortcuts="[">[</button>
    <input type="range" min="1" max="${events}" value="${events}" aria-label="Event" />
    <button type="button" data-step="1" aria-label="Later event" aria-keyshortcuts="]">]</button>
    <button type="button" data-follow aria-pressed="true" aria-keyshortcuts="l">Follow</button>
    <output>${counted(events, 'event')}</output>
  </div>`;
}

/** The events of a history. A click chooses one. */
export function eventItems(lines: readonly EventLine[]): Html {
  return html`<ol class="events">
    ${lines.map(
      ({ event: { seq, at }, state, taken = '', what, chip, time }) =>
        html`<li data-event="${seq}" data-state="${state}" data-taken="${taken}">
          <span class="when">${instant(at, 'exact')} ${time}</span>
          <span class="what">${what}</span>
          ${chip}
        </li>`,
    )}
  </ol>`;
}

/** The events of a history with their slider. */
export const eventList = (lines: readonly EventLine[]): Html =>
  html`${scrubber(lines.length)} ${eventItems(lines)}`;
