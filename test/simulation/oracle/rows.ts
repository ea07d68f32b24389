import { letterRegistry } from '../../support/letters/descriptor.ts';
import { evidenceRanks, isOpen } from '../../../src/domain/attempt/attempt.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import { isDispatchable, isEnd } from '../../../src/domain/contact/enrollment.ts';
import type { Enrollment } from '../../../src/domain/contact/enrollment.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { broken } from './broken.ts';
import type { Placed } from './calls.ts';
import { checkLog } from './log.ts';
import { isCall, isNote } from './mirror.ts';
import { checkReplay } from './journeys.ts';
import { checkSeries } from './series.ts';
import { checkTransitions } from './transitions.ts';

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

function readAttempts(store: Store, campaign: string): Promise<Attempt[]> {
  return readAll((after) => store.listAttempts({ campaign, limit: 500, ...(after && { after }) }));
}

export async function readCalls(store: Store, campaign: string): Promise<Attempt[]> {
  return (await readAttempts(store, campaign)).filter((attempt) => !isNote(attempt));
}

/** The rows as anybody reads them against the counters of their campaign. */
export async function auditRows(store: Store, campaign: string): Promise<void> {
  const record = await store.readCampaign(campaign);
  if (!record) return broken(`2 nobody lost: campaign ${campaign} is gone`);
  const people = await readPeople(store, campaign);
  const attempts = await readAttempts(store, campaign);
  const calls = attempts.filter((attempt) => !isNote(attempt));
  checkStates(record, people);
  checkAttempts(record, calls);
  const series = await store.readSeries({ campaign, from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100_000 });
  checkSeries({ campaign, series, people, calls });
  checkTransitions({ campaign, counts: await store.readTransitionCounts(campaign), people, attempts });
  const tallied = (await store.readTallies(campaign)).reduce((sum, { contacts }) => sum + contacts, 0);
  const waiting = people.filter(({ state }) => isDispatchable(state)).length;
  if (tallied !== waiting) broken(`2 counters: ${tallied} tallied, ${waiting} waiting in ${campaign}`);
}

function checkStates({ id, counters }: CampaignRecord, people: readonly Enrollment[]): void {
  const states: Record<string, number> = {};
  for (const { state } of people) states[state] = (states[state] ?? 0) + 1;
  for (const [state, count] of Object.entries(counters.states)) {
    if ((states[state] ?? 0) !== count)
      broken(`2 counters: ${id} counts ${count} ${state}, there are ${states[state] ?? 0} rows`);
  }
  const sum = Object.values(counters.states).reduce((total, count) => total + count, 0);
  if (sum !== counters.total || people.length !== sum)
    broken(
      `2 counters: ${id} counts ${counters.total} people in all, ${sum} by state, ${people.length} rows`,
    );
}

function checkAttempts({ id, counters }: CampaignRecord, calls: readonly Attempt[]): void {
  const expected: Record<string, number> = {};
  const add = (key: string): void => void (expected[key] = (expected[key] ?? 0) + 1);
  for (const call of calls) {
    if (call.surplusId !== null) add('surplus');
    if (call.state === 'not-placed') continue;
    add('started');
    if (call.state === 'ended' && call.disposition) add(call.disposition);
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(counters.attempts)])) {
    if ((expected[key] ?? 0) !== (counters.attempts[key] ?? 0))
      broken(
        `2 counters: ${id} counts ${counters.attempts[key] ?? 0} ${key}, there are ${expected[key] ?? 0}`,
      );
  }
}

/** What must be true once a campaign and all its calls are over. */
export async function checkEnd({
  store,
  campaign,
  placed,
  expectedEnd,
}: {
  store: Store;
  campaign: string;
  placed: ReadonlyMap<string, Placed>;
  /** The carrier's own view of a call, in our words; null if it did not end. */
  expectedEnd: (placed: Placed) => readonly string[] | null;
}): Promise<void> {
  const record = await store.readCampaign(campaign);
  if (!record) return broken(`2 nobody lost: campaign ${campaign} is gone`);
  if (!['completed', 'cancelled'].includes(record.state))
    broken(`2 nobody lost: ${campaign} stays ${record.state}: ${record.snapshot}`);
  const people = await readPeople(store, campaign);
  const stuck = people.find(({ state }) => !isEnd(state));
  if (stuck) broken(`2 nobody lost: somebody has no end: ${JSON.stringify(stuck)}`);
  const calls = await readCalls(store, campaign);
  checkReached(people, calls);
  for (const call of calls.filter(isCall)) checkCall(call, placed.get(call.id), placed.values(), expectedEnd);
  await checkSlots(store, record);
  await checkLog(store, record);
  await checkReplay(store, { record, enrollments: people, attempts: calls });
}

/** A letter that was sent, as far as is known, has reached the contact, and one that came back where the campaign goes on. */
const isDone = (attempt: Attempt): boolean => !isCall(attempt) && attempt.state === 'ended';

/** Who counts as reached was called, and a call of theirs was answered. */
function checkReached(people: readonly Enrollment[], calls: readonly Attempt[]): void {
  const answered = new Set(
    calls
      .filter((call) => call.reachedAt !== null || call.disposition === 'answered' || isDone(call))
      .map(({ position }) => position),
  );
  const unheard = people.find(({ state, position }) => state === 'completed' && !answered.has(position));
  if (unheard) broken(`2 counters: person ${unheard.position} counts as reached without an answered call`);
}

/** How far apart two calls between the same numbers must be for the carrier's records to tell them apart. */
const recordBlurMs = 2_000;

/**
 * The carrier's records carry no token of ours: an attempt whose request was lost may be given the call that another
 * campaign made between the same numbers just before.
 */
function isMistaken({ providerId, address, mintedAt }: Attempt, calls: Iterable<Placed>): boolean {
  for (const { callUuid, to, at } of calls)
    if (callUuid === providerId && `+${to}` === address && mintedAt - at <= recordBlurMs) return true;
  return false;
}

function checkCall(
  call: Attempt,
  entry: Placed | undefined,
  calls: Iterable<Placed>,
  expectedEnd: (placed: Placed) => readonly string[] | null,
): void {
  const { id, state, placed, disposition, cause, evidence } = call;
  if (isOpen(state)) broken(`2 nobody lost: call ${id} is still ${state}`);
  if (!entry) {
    if (placed && !isMistaken(call, calls))
      broken(`1 recorded: never placed, and recorded as placed: ${JSON.stringify(call)}`);
    if (state === 'ended' && !placed && disposition !== 'unconfirmed' && cause?.code !== 'refused')
      broken(`1 recorded: ${id} ended as ${disposition} without a call`);
    return;
  }
  if (state === 'not-placed') broken(`1 recorded: ${id} was placed, and is recorded as not placed`);
  if (disposition === 'unconfirmed' || evidence < evidenceRanks['hang-up']) return;
  const expected = expectedEnd(entry);
  if (expected && !expected.includes(disposition ?? ''))
    broken(
      `9 recorded: ${id} is recorded as ${disposition} (${cause?.code}), it was ${expected.join(' or ')}`,
    );
}

/** Nothing is open any more, so nothing may be held. */
export async function checkSlots(store: Store, record: CampaignRecord): Promise<void> {
  const senders = record.definition.steps.flatMap(
    (step) => letterRegistry.channels.sendersOf(step)?.addresses ?? [],
  );
  // Written out: a limit that the engine forgets must not be forgotten here.
  const own = [
    'account:voice',
    'account:letters',
    'global',
    `client:${record.client}`,
    `campaign:${record.id}`,
  ];
  const scopes = new Set([...own, ...senders.map((sender) => `caller:${sender}`)]);
  for (const { scope, held } of await store.readLimits([...scopes])) {
    if (held !== 0) broken(`5 limits: ${held} slots of ${scope} are still held at the end`);
  }
}
