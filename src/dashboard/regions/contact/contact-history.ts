import { html } from 'hono/html';
import type { PersonView } from '../../../queries/index.ts';
import { layoutsOf, machineMap } from '../../charts/machines/index.ts';
import type { History } from '../../history/steps.ts';
import type { EnrollmentState } from '../../../domain/contact/enrollment.ts';
import { eventWords } from '../../history/event-words.ts';
import type { Html } from '../../layout/html.ts';
import { chip } from '../../text/chip.ts';
import { counted, instant } from '../../text/format.ts';
import { enrollmentHue } from '../../text/hues.ts';
import { there } from './contact-facts.ts';

/**
 * The chart of a contact with its present state lit, and everything that happened to it. With the script history.js a
 * slider steps through the events, and the chart follows.
 */
export function contactHistory({
  person,
  steps,
  traffic,
}: {
  person: PersonView;
} & History<EnrollmentState>): Html {
  const layouts = layoutsOf('enrollment', 'map');
  return html`<section class="history" aria-labelledby="history" data-history data-present="${person.state}">
    <h2 id="history">History</h2>
    ${
      layouts &&
      machineMap({
        layouts,
        id: 'contact-chart',
        label: 'The path of this contact',
        current: person.state,
        hrefOf: () => null,
        unit: { one: 'contact', many: 'contacts' },
        counts: null,
        total: null,
        traffic,
      })
    }
    ${steps.length === 0 ? html`<p class="soft">Nothing has happened to this contact yet.</p>` : list(person, steps)}
  </section>`;
}

function list(person: PersonView, steps: History<EnrollmentState>['steps']): Html {
  return html`<div class="scrubber" hidden>
      <button type="button" data-step="-1" aria-label="Earlier event" aria-keyshortcuts="[">[</button>
      <input type="range" min="1" max="${steps.length}" value="${steps.length}" aria-label="Event" />
      <button type="button" data-step="1" aria-label="Later event" aria-keyshortcuts="]">]</button>
      <output>${counted(steps.length, 'event')}</output>
    </div>
    <ol class="events">
      ${steps.map(
        ({ event, state }) =>
          html`<li data-event="${event.seq}" data-state="${state}">
            <span class="when">${instant(event.at, 'exact')} ${there(person, event.at)}</span>
            <span class="what">${eventWords(event)}</span>
            ${chip(state, enrollmentHue(state))}
          </li>`,
      )}
    </ol>`;
}
