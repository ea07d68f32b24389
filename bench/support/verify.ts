import { isOpen } from '../../src/domain/attempt/attempt.ts';
import { isEnd } from '../../src/domain/contact/enrollment.ts';
import type { Store } from '../../src/persistence/contract/store.ts';

const pageRows = 5_000;

export type Verdict = { contacts: number; attempts: number; events: number };

type Figures = Record<string, number>;

function bump(figures: Figures, name: string): void {
  figures[name] = (figures[name] ?? 0) + 1;
}

function demand(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`the verifier found: ${what}`);
}

function demandSame(found: Figures, counted: Partial<Figures>, what: string): void {
  const names = new Set([...Object.keys(found), ...Object.keys(counted)]);
  for (const name of names) {
    const [rows, counter] = [found[name] ?? 0, counted[name] ?? 0];
    demand(rows === counter, `${what} ${name}: ${rows} in the rows, ${counter} counted`);
  }
}

/**
 * Recomputes what a finished campaign claims from its rows alone: every contact has exactly one end, counters equal the
 * rows, the log has no gap and tells of every attempt. Throws with the first thing that is wrong.
 */
export async function verifyCampaign({
  store,
  campaign,
}: {
  store: Store;
  campaign: string;
}): Promise<Verdict> {
  const record = await store.readCampaign(campaign);
  demand(record?.state === 'completed', `the campaign is ${record?.state ?? 'gone'}`);
  const { counters } = record;
  const contacts = await countPeople(store, campaign);
  demandSame(contacts.states, counters.states, 'contacts');
  demand(contacts.total === counters.total, `${contacts.total} contacts, ${counters.total} counted`);
  const attempts = await countAttempts(store, campaign);
  demandSame(attempts.figures, counters.attempts, 'attempts');
  demand(counters.open === 0, `${counters.open} attempts are still counted as open`);
  const events = await countEvents(store, campaign, record.seq);
  demand(
    (events.figures['attempt.minted'] ?? 0) === attempts.total,
    'the log tells of another number of attempts',
  );
  const ended = (events.figures['attempt.ended'] ?? 0) + (events.figures['attempt.not-placed'] ?? 0);
  demand(ended === attempts.total, `the log tells of ${ended} ends of ${attempts.total} attempts`);
  return { contacts: contacts.total, attempts: attempts.total, events: events.total };
}

async function countPeople(store: Store, campaign: string): Promise<{ states: Figures; total: number }> {
  const states: Figures = {};
  let total = 0;
  let after: string | null = null;
  do {
    const page = await store.listEnrollments({ campaign, limit: pageRows, ...(after !== null && { after }) });
    for (const { position, state, openAttempt } of page.items) {
      total += 1;
      demand(position === total, `position ${position} where ${total} should be`);
      demand(isEnd(state) && openAttempt === null, `the contact at ${position} is ${state}`);
      bump(states, state);
    }
    const persons = await store.readPersons(page.items.map(({ person }) => person));
    demand(
      [...persons.values()].every(({ openAttempts }) => openAttempts.length === 0),
      'a person has an open attempt',
    );
    after = page.next;
  } while (after !== null);
  return { states, total };
}

async function countAttempts(store: Store, campaign: string): Promise<{ figures: Figures; total: number }> {
  const figures: Figures = {};
  let total = 0;
  let after: string | null = null;
  do {
    const page = await store.listAttempts({ campaign, limit: pageRows, ...(after !== null && { after }) });
    for (const { id, state, disposition } of page.items) {
      total += 1;
      demand(!isOpen(state), `attempt ${id} is ${state}`);
      if (state === 'not-placed') continue;
      bump(figures, 'started');
      bump(figures, disposition ?? 'nothing');
    }
    after = page.next;
  } while (after !== null);
  return { figures, total };
}

async function countEvents(
  store: Store,
  campaign: string,
  lastSeq: number,
): Promise<{ figures: Figures; total: number }> {
  const figures: Figures = {};
  let seq = 0;
  while (seq < lastSeq) {
    const events = await store.readEvents({ campaign, afterSeq: seq, limit: pageRows });
    demand(events.length > 0, `the log ends at ${seq}, the campaign at ${lastSeq}`);
    for (const event of events) {
      seq += 1;
      demand(event.seq === seq, `event ${event.seq} where ${seq} should be`);
      bump(figures, event.type);
    }
  }
  return { figures, total: seq };
}
