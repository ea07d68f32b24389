import type { CampaignRecord } from '../../src/domain/campaign/campaign.ts';
import type { Enrollment } from '../../src/domain/contact/enrollment.ts';
import type { Person } from '../../src/domain/contact/person.ts';
import type { Store } from '../../src/persistence/contract/store.ts';
import { complete, end, inFlight, mint } from './attempts.ts';
import { now } from './list.ts';
import type { Options } from './options.ts';
import { timed } from './timings.ts';
import type { Timings } from './timings.ts';
import { changes, commit, eventsOf } from './turns.ts';

const scopes = ['account', 'global', 'client:bench', 'campaign:bench', 'caller:+12025550100'];
const time = { hour: '2027-03-01T15', day: '2027-03-01' };
const caps = scopes.map((scope) => ({
  scope,
  concurrent: 1000,
  perSecond: null,
  perHour: null,
  perDay: null,
}));

type CarryInput = {
  store: Store;
  record: CampaignRecord;
  rows: number;
  options: Options;
  timings: Timings;
};

type Due = { due: readonly Enrollment[]; persons: readonly Person[]; addresses: readonly string[] };

/** Moves every contact from due to completed, batch by batch. Returns the duration of the longest commit in ms. */
export async function carry(input: CarryInput): Promise<number> {
  const { store, rows, timings } = input;
  let { record } = input;
  let slowest = 0;
  const of = { campaign: record.id, epoch: record.epoch };
  for (let done = 0, id = 1; done < rows; id += 1) {
    const batch = await readBatch(input);
    const count = batch.due.length;
    await timed(timings, 'limits', () =>
      store.reserve({ ...of, id, caps, want: count, now, horizonMs: 1000, ...time }),
    );
    const committed = await commitBatch({ ...input, record, batch, done });
    record = committed.record;
    slowest = Math.max(slowest, committed.slowest);
    await timed(timings, 'limits', () => store.release({ ...of, scopes, count, unused: 0, ...time }));
    done += count;
  }
  return slowest;
}

async function readBatch({ store, record, options, timings }: CarryInput): Promise<Due> {
  const calendars = Array.from({ length: options.calendars }, (_, index) => index + 1);
  const found = await timed(timings, 'readDue', () =>
    store.readDueContacts({ campaign: record.id, calendars, now, at: now, limit: options.batch }),
  );
  return {
    due: found.map(({ enrollment }) => enrollment),
    persons: found.map(({ person }) => person),
    addresses: found.map(({ contact }) => contact.addresses[0]?.address ?? ''),
  };
}

/** Two commits: attempts are minted in one, and end in the next. */
async function commitBatch(
  input: CarryInput & { batch: Due; done: number },
): Promise<{ record: CampaignRecord; slowest: number }> {
  const { store, batch, done, timings } = input;
  const minted = batch.due.map((enrollment, index) =>
    mint(enrollment, done + index + 1, batch.addresses[index] ?? ''),
  );
  const flying = batch.due.map((enrollment, index) => inFlight(enrollment, minted[index]));
  const busy = batch.persons.map((person, index) => ({
    ...person,
    rev: person.rev + 1,
    openAttempts: [minted[index]?.id ?? ''],
    days: { voice: { day: time.day, count: 1 } },
    lastTouch: { campaign: input.record.id, at: now },
  }));
  const start = performance.now();
  const open = await timed(timings, 'mint', () =>
    commit(store, input.record, {
      minted,
      enrollments: flying,
      persons: changes(busy),
      ...eventsOf(input.record, 'minted', minted),
    }),
  );
  const half = performance.now();
  const ended = minted.map(end);
  const free = busy.map((person) => ({ ...person, rev: person.rev + 1, openAttempts: [] }));
  const completed = flying.map(complete);
  const events = eventsOf(open, 'ended', ended, completed);
  const second = performance.now();
  const record = await timed(timings, 'end', () =>
    commit(store, open, { attempts: ended, enrollments: completed, persons: changes(free), ...events }),
  );
  return { record, slowest: Math.max(half - start, performance.now() - second) };
}
