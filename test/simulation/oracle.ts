import { isEnd } from '../../src/domain/enrollment.ts';
import type { Enrollment } from '../../src/domain/enrollment.ts';
import type { Attempt } from '../../src/domain/attempt.ts';
import { isOpen } from '../../src/domain/attempt.ts';
import type { CampaignRecord } from '../../src/domain/campaign.ts';
import type { CampaignEvent } from '../../src/domain/campaign-event.ts';
import { createWindowsFor } from '../../src/compose.ts';
import type { Store } from '../../src/persistence/contract.ts';
import { auditJournal } from '../../src/simulator/index.ts';
import type { JournalEntry } from '../../src/simulator/index.ts';
import type { Scenario } from './scenario.ts';

/** A promise that was broken, in words. */
export class BrokenPromise extends Error {}

function broken(message: string): never {
  throw new BrokenPromise(message);
}

/** What the operator's side knows and the carrier's journal must agree with. */
export type Ledger = {
  /** Stretches in which a campaign was paused, from acknowledgement to resume order. */
  pauses: { campaign: string; from: number; to: number }[];
  holds: { from: number; to: number }[];
  /** Addresses suppressed from outside, from the answer on. */
  suppressed: { address: string; from: number }[];
  /** The limits in force, from the answer on; older ones may still hold for a turn under way. */
  limits: Map<string, { from: number; concurrent: number; perSecond: number }[]>;
};

export type Oracle = {
  /** Checked after every event: what the carrier saw since the last look. */
  look: () => void;
  /** Checked now and then: the rows against the counters. */
  audit: (store: Store) => Promise<void>;
  /** Checked once everything is over. */
  conclude: (store: Store) => Promise<void>;
};

type Placed = Extract<JournalEntry, { type: 'placed' }>;

const windowsFor = createWindowsFor();

export function createOracle({
  scenario,
  journal,
  campaigns,
  ledger,
  attempts,
}: {
  scenario: Scenario;
  journal: { entries: () => readonly JournalEntry[] };
  /** Ids in the order of the scenario's definitions. */
  campaigns: () => readonly string[];
  ledger: Ledger;
  /** Finds the campaign of an attempt, by token. */
  attempts: (token: string) => string | null;
}): Oracle {
  let seen = 0;
  const placedTokens = new Map<string, Placed>();
  const openCalls = new Map<string, Placed>();
  const startsByCampaign = new Map<string, number[]>();
  const startsOfAccount: number[] = [];
  const rows = new Map((scenario.lists[0] ?? []).map((row) => [row.address, row]));

  const definitionOf = (campaign: string) => scenario.definitions[campaigns().indexOf(campaign)];

  const checkRate = (starts: readonly number[], at: number, perSecond: number, what: string): void => {
    const count = Math.max(1, Math.floor(perSecond));
    const limiting = starts[starts.length - 1 - count];
    if (limiting !== undefined && at - limiting < (count / perSecond) * 1000) {
      broken(
        `5 limits: ${what} started ${count + 1} within ${at - limiting} ms (limit ${perSecond} a second) at ${at}`,
      );
    }
  };

  const checkPlaced = (entry: Placed): void => {
    const address = `+${entry.to}`;
    const token = entry.attempt ?? broken(`a call without an attempt was placed to ${address}`);
    if (placedTokens.has(token)) broken(`1 double contact: attempt ${token} was placed twice`);
    placedTokens.set(token, entry);
    for (const other of openCalls.values()) {
      if (other.to === entry.to)
        broken(`1 double contact: ${address} was called while a call to it was open`);
    }
    openCalls.set(entry.callUuid, entry);
    const campaign = attempts(token);
    if (campaign === null) return broken(`8 durable: attempt ${token} was placed before it was stored`);
    const definition = definitionOf(campaign);
    const row = rows.get(address);
    if (!definition || !row) return broken(`somebody who is on no list was called: ${address}`);
    if (!windowsFor(definition)(row.calendar).isOpen(entry.at)) {
      broken(`6 window: ${address} was called at ${new Date(entry.at).toISOString()}, outside hours`);
    }
    if (row.optedOut) broken(`6 suppressed: ${address} had opted out on the list`);
    if (ledger.suppressed.some((item) => item.address === address && item.from <= entry.at)) {
      broken(`6 suppressed: ${address} was called after it was suppressed`);
    }
    const paused = ledger.pauses.find(
      (pause) => pause.campaign === campaign && pause.from <= entry.at && entry.at < pause.to,
    );
    if (paused) broken(`3 pause: ${token} was placed at ${entry.at}, paused since ${paused.from}`);
    if (ledger.holds.some((hold) => hold.from <= entry.at && entry.at < hold.to))
      broken(`3 pause: ${token} was placed under an emergency stop`);
    checkStarts(campaign, entry.at);
  };

  const checkStarts = (campaign: string, at: number): void => {
    startsOfAccount.push(at);
    checkRate(startsOfAccount, at, scenario.accountPerSecond, 'the account');
    const own = startsByCampaign.get(campaign) ?? [];
    own.push(at);
    startsByCampaign.set(campaign, own);
    const known = ledger.limits.get(campaign) ?? [];
    // A limit that has just been changed may still be used by a turn under way: both are right for two seconds.
    const inForce = known.filter(
      (limit, index) => limit.from <= at && (known[index + 1]?.from ?? Number.POSITIVE_INFINITY) > at - 2_000,
    );
    checkRate(own, at, Math.max(...inForce.map(({ perSecond }) => perSecond)), `campaign ${campaign}`);
    const concurrent = [...openCalls.values()].filter(
      ({ attempt }) => attempts(attempt ?? '') === campaign,
    ).length;
    // Calls begun under a larger limit may last; only a start may not exceed the limit in force.
    const most = Math.max(...inForce.map((limit) => limit.concurrent));
    const larger = Math.max(...known.map((limit) => limit.concurrent));
    if (concurrent > most && (known.length === 1 || concurrent > larger)) {
      broken(`5 limits: ${concurrent} calls at once in ${campaign}, limit ${most}`);
    }
  };

  const look = (): void => {
    const entries = journal.entries();
    for (; seen < entries.length; seen += 1) {
      const entry = entries[seen];
      if (entry?.type === 'placed') checkPlaced(entry);
      if (entry?.type === 'state' && entry.state === 'ended') openCalls.delete(entry.callUuid);
    }
  };

  const audit = async (store: Store): Promise<void> => {
    for (const campaign of campaigns()) await checkCounters(store, campaign);
  };

  return {
    look,
    audit,
    async conclude(store) {
      look();
      await audit(store);
      for (const campaign of campaigns()) {
        const record = await store.readCampaign(campaign);
        if (!record) broken(`campaign ${campaign} is gone`);
        else await checkEnd({ store, record, placed: placedTokens });
      }
      const found = auditJournal({ entries: journal.entries() });
      if (found.doubles.length > 0 || found.overlaps.length > 0)
        broken('1 double contact: the carrier says so');
    },
  };
}

async function readAll<Item>(
  read: (after: string | undefined) => Promise<{ items: readonly Item[]; next: string | null }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let after: string | undefined;
  do {
    const page = await read(after);
    all.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return all;
}

export function readPeople(store: Store, campaign: string): Promise<Enrollment[]> {
  return readAll((after) => store.listEnrollments({ campaign, limit: 500, ...(after && { after }) }));
}

export function readCalls(store: Store, campaign: string): Promise<Attempt[]> {
  return readAll((after) => store.listAttempts({ campaign, limit: 500, ...(after && { after }) }));
}

async function checkCounters(store: Store, campaign: string): Promise<void> {
  const record = await store.readCampaign(campaign);
  if (!record) return;
  const people = await readPeople(store, campaign);
  const calls = await readCalls(store, campaign);
  const { counters } = record;
  const states: Record<string, number> = {};
  for (const { state } of people) states[state] = (states[state] ?? 0) + 1;
  const sum = Object.values(counters.states).reduce((total, count) => total + count, 0);
  if (sum !== counters.total || people.length !== counters.total) {
    broken(`2 nobody lost: total ${counters.total}, states ${sum}, rows ${people.length} in ${campaign}`);
  }
  for (const state of new Set([...Object.keys(states), ...Object.keys(counters.states)])) {
    if ((states[state] ?? 0) !== (counters.states[state as keyof typeof counters.states] ?? 0)) {
      broken(
        `2 counters: ${state} counted ${JSON.stringify(counters.states)}, rows ${JSON.stringify(states)}`,
      );
    }
  }
  const open = calls.filter(({ state }) => isOpen(state)).length;
  if (open !== counters.open) broken(`2 counters: ${counters.open} open counted, ${open} rows`);
  const started = calls.filter(({ state }) => state !== 'not-placed').length;
  if (started !== (counters.attempts['started'] ?? 0))
    broken(`2 counters: ${counters.attempts['started']} started, ${started} rows`);
  if (
    calls.filter(({ surplusCallId }) => surplusCallId !== null).length !== (counters.attempts['surplus'] ?? 0)
  )
    broken('2 counters: surplus');
  await checkTallies(store, record, people);
}

async function checkTallies(
  store: Store,
  record: CampaignRecord,
  people: readonly Enrollment[],
): Promise<void> {
  const tallied = (await store.readTallies(record.id)).reduce((sum, { contacts }) => sum + contacts, 0);
  const waiting = people.filter(({ state }) => state === 'pending' || state === 'waiting').length;
  if (tallied !== waiting) broken(`2 tallies: ${tallied} tallied, ${waiting} waiting in ${record.id}`);
}

async function checkEnd({
  store,
  record,
  placed,
}: {
  store: Store;
  record: CampaignRecord;
  placed: ReadonlyMap<string, Placed>;
}): Promise<void> {
  if (!['completed', 'cancelled'].includes(record.state))
    broken(`2 nobody lost: ${record.id} stays ${record.state}`);
  const people = await readPeople(store, record.id);
  const stuck = people.filter(({ state }) => !isEnd(state));
  if (stuck.length > 0)
    broken(`2 nobody lost: ${stuck.length} people without an end: ${JSON.stringify(stuck[0])}`);
  const calls = await readCalls(store, record.id);
  for (const call of calls) {
    if (isOpen(call.state)) broken(`2 nobody lost: call ${call.id} is still ${call.state}`);
    const entry = placed.get(call.id);
    if (entry && call.state === 'not-placed')
      broken(`1 recorded: ${call.id} was placed, and recorded as not placed`);
    if (!entry && call.placed) broken(`1 recorded: ${call.id} was never placed, and recorded as placed`);
    if (
      !entry &&
      call.state === 'ended' &&
      call.disposition !== 'unconfirmed' &&
      call.cause?.code !== 'refused'
    ) {
      broken(`1 recorded: ${call.id} ended as ${call.disposition} without a call`);
    }
  }
  const { retry } = record.definition;
  for (const person of people) {
    const own = calls.filter(
      ({ position, counts, state }) => position === person.position && counts && state === 'ended',
    );
    for (const step of new Set(own.map((call) => call.step))) {
      const tries = own.filter((call) => call.step === step).length;
      if (tries > retry.maxAttempts)
        broken(`attempts: ${tries} of step ${step} for ${person.contact}, at most ${retry.maxAttempts}`);
    }
  }
  const limits = await store.readLimits([`campaign:${record.id}`]);
  if (limits.some(({ held }) => held !== 0))
    broken(`5 limits: ${record.id} still holds ${limits[0]?.held} slots at the end`);
  checkLog(await readLog(store, record.id), record);
}

async function readLog(store: Store, campaign: string): Promise<CampaignEvent[]> {
  const all: CampaignEvent[] = [];
  for (;;) {
    const page = await store.readEvents({ campaign, afterSeq: all.at(-1)?.seq ?? 0, limit: 500 });
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** Gapless, and everyone is taken in the order of the list within their calendar. */
function checkLog(events: readonly CampaignEvent[], record: CampaignRecord): void {
  events.forEach(({ seq }, index) => {
    if (seq !== index + 1) broken(`8 log: event ${index + 1} of ${record.id} has seq ${seq}`);
  });
  if (events.length !== record.seq) broken(`8 log: ${events.length} events, seq ${record.seq}`);
}
