import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emailAddress, phoneAddress } from '../src/domain/contact/address.ts';
import type { Attempt } from '../src/domain/attempt/attempt.ts';
import { campaignDefinitionSchema } from '../src/channels/registry.ts';
import { emptyCounters, type CampaignRecord } from '../src/domain/campaign/campaign.ts';
import type { Enrollment } from '../src/domain/contact/enrollment.ts';
import type { CampaignEvent } from '../src/domain/events/campaign-event.ts';
import type { Person } from '../src/domain/contact/person.ts';
import type { Newcomer, Store, Turn } from '../src/persistence/contract/store.ts';
import { nothingDone } from '../src/persistence/contract/store.ts';
import { openSqliteStore } from '../src/persistence/sqlite/sqlite-store.ts';

/**
 * What the embedded store costs per contact: read who is due, their persons and addresses, reserve, mint in one commit, end in the
 * next, release. Nothing but the store is measured; every commit is synced as `describe()` says.
 *
 *   node bench/store.ts [rows ...] [--batch 500] [--calendars 1] [--chunk 2000]
 */
const chunkRows = numberOption('--chunk', 2000);
const batchRows = numberOption('--batch', 500);
const calendars = numberOption('--calendars', 1);
const sizes = process.argv.slice(2).flatMap((text, index, all) => {
  return /^\d+$/.test(text) && !all[index - 1]?.startsWith('--') ? [Number(text)] : [];
});
const now = Date.UTC(2027, 2, 1, 15);
const scopes = ['account', 'global', 'client:bench', 'campaign:bench', 'caller:+12025550100'];
const time = { hour: '2027-03-01T15', day: '2027-03-01' };

type Timing = { name: string; ms: number; commits: number };

for (const rows of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) await measure(rows);

async function measure(rows: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-bench-'));
  const path = join(folder, 'store.db');
  const store = await openSqliteStore({ path });
  try {
    const timings = new Map<string, Timing>();
    const imported = await timed(timings, 'import', () => importRows(store, rows));
    const before = process.cpuUsage();
    const slowest = await carry({ store, record: imported, rows, timings });
    const cpu = process.cpuUsage(before);
    await report({ store, rows, timings, path, slowest, cpu });
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

async function importRows(store: Store, rows: number): Promise<CampaignRecord> {
  let record = campaign();
  await store.createCampaign(record);
  for (let start = 1; start <= rows; start += chunkRows) {
    const count = Math.min(chunkRows, rows - start + 1);
    const newcomers = Array.from({ length: count }, (_, index) => newcomer(start + index));
    const chunk: Turn['chunk'] = { record: importRecord(record.id), newcomers, rejections: [] };
    const calendar = { zones: ['America/New_York'], regions: ['US-NY'] };
    record = await commit(store, record, { chunk, calendars: [{ number: 1, calendar }] });
  }
  return record;
}

/** Carries everyone from due to completed, batch by batch; gives the longest commit in ms. */
async function carry(input: {
  store: Store;
  record: CampaignRecord;
  rows: number;
  timings: Map<string, Timing>;
}): Promise<number> {
  const { store, rows, timings } = input;
  let { record } = input;
  let slowest = 0;
  const caps = scopes.map((scope) => ({
    scope,
    concurrent: 1000,
    perSecond: null,
    perHour: null,
    perDay: null,
  }));
  const lanes = Array.from({ length: calendars }, (_, index) => index + 1);
  const of = { campaign: record.id, epoch: record.epoch };
  for (let done = 0, attempts = 0, id = 1; done < rows; id += 1) {
    const due = await timed(timings, 'readDue', () =>
      store.readDue({ campaign: record.id, calendars: lanes, now, limit: batchRows }),
    );
    const persons = await timed(timings, 'readPersons', () =>
      store.readPersons(due.map(({ person }) => person)),
    );
    const reaches = await timed(timings, 'readReach', () =>
      store.readReach({ campaign: record.id, positions: due.map(({ position }) => position) }),
    );
    await timed(timings, 'limits', () =>
      store.reserve({ ...of, id, caps, want: due.length, now, horizonMs: 1000, ...time }),
    );
    const minted = due.map((enrollment, index) =>
      mint(enrollment, (attempts += 1), reaches[index]?.addresses[0]?.address ?? ''),
    );
    const flying = due.map((enrollment, index) => inFlight(enrollment, minted[index]));
    const busy = [...persons.values()].map((person, index) => ({
      ...person,
      rev: person.rev + 1,
      openAttempts: [minted[index]?.id ?? ''],
      days: { voice: { day: time.day, count: 1 } },
      lastTouch: { campaign: record.id, at: now },
    }));
    const start = performance.now();
    record = await timed(timings, 'mint', () =>
      commit(store, record, {
        minted,
        enrollments: flying,
        persons: changes(busy),
        ...eventsOf(record, 'minted', minted),
      }),
    );
    const ended = minted.map(end);
    const free = busy.map((person) => ({ ...person, rev: person.rev + 1, openAttempts: [] }));
    const completed = flying.map(complete);
    const events = eventsOf(record, 'ended', ended, completed);
    const half = performance.now();
    record = await timed(timings, 'end', () =>
      commit(store, record, { attempts: ended, enrollments: completed, persons: changes(free), ...events }),
    );
    slowest = Math.max(slowest, half - start, performance.now() - half);
    await timed(timings, 'limits', () =>
      store.release({ ...of, scopes, count: due.length, unused: 0, ...time }),
    );
    done += due.length;
  }
  return slowest;
}

async function report(input: {
  store: Store;
  rows: number;
  timings: Map<string, Timing>;
  path: string;
  slowest: number;
  cpu: NodeJS.CpuUsage;
}): Promise<void> {
  const { store, rows, timings, path, slowest, cpu } = input;
  const perRow = (names: readonly string[]): number =>
    (names.reduce((sum, name) => sum + (timings.get(name)?.ms ?? 0), 0) * 1000) / rows;
  const commits = (timings.get('mint')?.commits ?? 0) * 2;
  const commitMs = ((timings.get('mint')?.ms ?? 0) + (timings.get('end')?.ms ?? 0)) / commits;
  const names = ['readDue', 'readPersons', 'readReach', 'limits', 'mint', 'end'];
  const figures = names.map((name) => `${name} ${perRow([name]).toFixed(2)}`).join('  ');
  const left = await store.readDue({ campaign: 'cmp_bench', calendars: [1], now, limit: 1 });
  print(`${rows} rows  ${store.describe()}`);
  print(
    `  cpu ${(cpu.user / rows).toFixed(2)} µs user, ${(cpu.system / rows).toFixed(2)} µs system per contact`,
  );
  print(`  import ${perRow(['import']).toFixed(1)} µs per row`);
  print(
    `  ${figures}  all ${perRow(names).toFixed(2)} µs per contact  (commits alone ${perRow(['mint', 'end']).toFixed(2)})`,
  );
  print(
    `  ${(1000 / commitMs).toFixed(0)} commits/s of ${batchRows}  slowest ${slowest.toFixed(1)} ms  left ${left.length}` +
      `  file ${(statSync(path).size / 1e6).toFixed(0)} MB  rss ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
  );
}

async function timed<Result>(
  timings: Map<string, Timing>,
  name: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const start = performance.now();
  const result = await run();
  const { ms, commits } = timings.get(name) ?? { ms: 0, commits: 0 };
  timings.set(name, { name, ms: ms + performance.now() - start, commits: commits + 1 });
  return result;
}

async function commit(store: Store, record: CampaignRecord, changes: Partial<Turn>): Promise<CampaignRecord> {
  const { epoch, rev, seq } = record;
  const next = { ...record, seq: seq + (changes.events?.length ?? 0), turn: `turn-${seq}` };
  const result = await store.commitTurn({
    expected: { epoch, rev, seq },
    record: next,
    ...nothingDone,
    ...changes,
  });
  if (result.kind !== 'committed') throw new Error(`not committed: ${result.kind}`);
  return next;
}

function eventsOf(
  { seq }: CampaignRecord,
  what: 'minted' | 'ended',
  attempts: readonly Attempt[],
  people: readonly Enrollment[] = [],
): Pick<Turn, 'events'> {
  const drafts = [
    ...attempts.map(({ id, position, step }) => ({
      type: `attempt.${what}` as const,
      position,
      attempt: id,
      data: { step, number: 1 },
    })),
    ...people.map(({ position, state }) => ({
      type: 'enrollment.suppressed' as const,
      position,
      attempt: null,
      data: { reason: state },
    })),
  ];
  return {
    events: drafts.map(
      (draft, index) => ({ ...draft, seq: seq + index + 1, at: now, by: null }) as CampaignEvent,
    ),
  };
}

function changes(persons: readonly Person[]): Turn['persons'] {
  return persons.map((person) => ({ person, expectedRev: person.rev - 1 }));
}

function idOf(prefix: string, number: number): string {
  return `${prefix}_01JD0000${String(number).padStart(18, '0')}`;
}

function inFlight(enrollment: Enrollment, attempt: Attempt | undefined): Enrollment {
  return {
    ...enrollment,
    state: 'in-flight',
    attempts: 1,
    stepAttempts: 1,
    openAttempt: attempt?.id ?? null,
    lastAttemptAt: now,
  };
}

function complete(enrollment: Enrollment): Enrollment {
  return {
    ...enrollment,
    state: 'completed',
    reached: true,
    openAttempt: null,
    lastDisposition: 'answered',
    lastOutcome: 'confirmed',
    endedAt: now + 1000,
  };
}

function end(attempt: Attempt): Attempt {
  return {
    ...attempt,
    state: 'ended',
    disposition: 'answered',
    outcome: 'confirmed',
    evidence: 4,
    placed: true,
    progress: 'in-progress',
    placedAt: now,
    reachedAt: now + 500,
    endedAt: now + 1000,
    details: { talkSeconds: 1 },
    checkAt: null,
    permitUntil: null,
  };
}

function mint({ position, contact }: Enrollment, number: number, address: string): Attempt {
  return {
    id: idOf('att', number),
    campaign: 'cmp_bench',
    position,
    contact,
    step: 0,
    number: 1,
    stepNumber: 1,
    channel: 'log',
    address,
    sender: '+12025550100',
    state: 'sending',
    progress: null,
    disposition: null,
    outcome: null,
    evidence: 0,
    placed: false,
    receipt: null,
    providerId: null,
    cause: null,
    fault: null,
    counts: true,
    mintedAt: now,
    placedAt: null,
    reachedAt: null,
    endedAt: null,
    checkAt: now + 60_000,
    searchUntil: null,
    permitUntil: now + 2000,
    surplusId: null,
    endWanted: false,
    details: null,
  };
}

function campaign(): CampaignRecord {
  return {
    id: 'cmp_bench',
    client: 'bench',
    name: 'bench',
    listed: true,
    state: 'running',
    epoch: 1,
    owner: 'instance-a',
    rev: 0,
    seq: 0,
    turn: null,
    snapshot: '{}',
    machineVersion: 1,
    definition: campaignDefinitionSchema.parse({
      name: 'bench',
      client: 'bench',
      steps: [{ id: 'only', channel: 'log', text: 'Hello {{first_name}}' }],
    }),
    definitionVersion: 1,
    counters: emptyCounters(),
    rest: null,
    createdAt: now,
    updatedAt: now,
  };
}

function newcomer(position: number): Newcomer {
  const phone = `+1${2_000_000_000 + ((position * 7_919_317) % 7_999_999_993)}`;
  const [first, last] = [`First${position}`, `Last${position}`];
  const email = `${first}.${last}@example.com`.toLowerCase();
  return {
    position,
    contact: {
      id: idOf('con', position),
      row: position,
      name: `${first} ${last}`,
      addresses: [phoneAddress(phone), emailAddress(email)],
      externalId: null,
      timeZone: 'America/New_York',
      variables: { first_name: first, last_name: last, company: 'Example Incorporated', city: 'Springfield' },
    },
    identity: `tel:${phone}`,
    calendar: 1 + (position % calendars),
    state: 'pending',
    cells: [first, last, 'Example Incorporated', 'Springfield', phone, email],
  };
}

function importRecord(id: string): NonNullable<Turn['chunk']>['record'] {
  return {
    id: 'imp_bench',
    campaign: id,
    state: 'open',
    format: 'csv',
    columns: ['first_name', 'last_name', 'company', 'city', 'phone', 'email'],
    lastRow: 0,
    enrolled: 0,
    suppressed: 0,
    duplicates: 0,
    rejected: 0,
    optedOut: 0,
    addressesSuppressed: 0,
    openedAt: now,
    form: null,
    closedAt: null,
    by: 'bench',
    instance: null,
    digest: null,
  };
}

function numberOption(name: string, standard: number): number {
  const index = process.argv.indexOf(name);
  return index < 0 ? standard : Number(process.argv[index + 1]);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
