import { html } from 'hono/html';
import type { PersonView } from '../../../queries/index.ts';
import { pathMap } from '../../history/path-map.ts';
import type { History } from '../../history/steps.ts';
import type { EnrollmentState } from '../../../domain/contact/enrollment.ts';
import { eventList } from '../../history/event-list.ts';
import { eventWords } from '../../history/event-words.ts';
import type { Html } from '../../layout/html.ts';
import { chip } from '../../text/chip.ts';
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
  return html`<section class="history" aria-labelledby="history" data-history data-present="${person.state}">
    <h2 id="history">History</h2>
    ${pathMap({ machine: 'enrollment', label: 'The path of this contact', present: person.state, traffic })}
    ${steps.length === 0 ? html`<p class="soft">Nothing has happened to this contact yet.</p>` : list(person, steps)}
  </section>`;
}

function list(person: PersonView, steps: History<EnrollmentState>['steps']): Html {
  return eventList(
    steps.map(({ event, state }) => ({
      event,
      state,
      what: eventWords(event),
      chip: chip(state, enrollmentHue(state)),
      time: there(person, event.at),
    })),
  );
}
