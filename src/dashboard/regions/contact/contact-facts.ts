import { html } from 'hono/html';
import type { PersonView } from '../../../queries/index.ts';
import { factList } from '../../layout/fact-list.ts';
import type { Fact } from '../../layout/fact-list.ts';
import type { Html } from '../../layout/html.ts';
import { count, instant, unknown } from '../../text/format.ts';
import { reasonLabels } from '../../text/reason-labels.ts';
import { zoneTime } from '../../text/zone-time.ts';

function addressList({ addresses, phones }: PersonView): Html | string {
  const gone = new Set(phones.filter(({ exists }) => !exists).map(({ phone }) => phone));
  if (addresses.length === 0) return unknown;
  return html`<ul>
    ${addresses.map(
      ({ kind, address, extension }) =>
        html`<li>
          <span class="soft">${kind}</span> <bdi>${address}</bdi>${
            extension === null ? '' : html` ext. <bdi>${extension}</bdi>`
          }${gone.has(address) ? html` <span class="soft">does not exist</span>` : ''}
        </li>`,
    )}
  </ul>`;
}

function localTime({ timeZone }: PersonView, now: string): Html | string {
  const there = zoneTime(now, timeZone);
  return there === null ? unknown : html`${there} <span class="soft">${timeZone}</span>`;
}

/** What is known of a contact: addresses, place in the list, local time, and where it stands. */
export function contactFacts({ person, now }: { person: PersonView; now: string }): Html {
  const { row, position, externalId, step, attempts, dueAt, waitReason, callBackAt } = person;
  const { lastDisposition, lastOutcome } = person;
  const cells: readonly Fact[] = [
    ['addresses', addressList(person)],
    ['time there', localTime(person, now)],
    ['time here', instant(now)],
    ['step', step === null ? unknown : html`<bdi>${step}</bdi>`],
    ['attempts', count(attempts)],
    ['waits for', waitReason === null ? unknown : reasonLabels[waitReason]],
    ['due', dueAt === null ? unknown : html`${instant(dueAt)} ${there(person, dueAt)}`],
    ...optional('call-back requested for', callBackAt, person),
    ['last result', [lastDisposition, lastOutcome].filter(Boolean).join(', ') || unknown],
    ['last attempt', instant(person.lastAttemptAt)],
    ...optional('ends by itself', person.deadlineAt),
    ...optional('ended', person.endedAt),
    ['row', count(row)],
    ['position', count(position)],
    ['external id', externalId === null ? unknown : html`<bdi>${externalId}</bdi>`],
  ];
  return factList(cells);
}

/** A cell for an instant that most contacts do not have. */
function optional(name: string, at: string | null, person?: PersonView): Fact[] {
  return at === null ? [] : [[name, html`${instant(at)} ${person ? there(person, at) : ''}`]];
}

/** A time at the place of the contact, set apart. */
export function there({ timeZone }: Pick<PersonView, 'timeZone'>, at: string): Html | '' {
  const text = zoneTime(at, timeZone);
  return text === null ? '' : html`<span class="soft">${text} there</span>`;
}
