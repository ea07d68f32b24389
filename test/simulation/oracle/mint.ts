import { isOpen } from '../../../src/domain/attempt/attempt.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { SharedLimits, WindowsFor } from '../../../src/actors/index.ts';
import { dueClasses, isDispatchable } from '../../../src/domain/contact/enrollment.ts';
import type { Calendar } from '../../../src/domain/time/window-rules.ts';
import type { Turn } from '../../../src/persistence/contract/store.ts';
import { broken } from './broken.ts';
import { isCall, isCounted, openOf } from './mirror.ts';
import { softBounce } from '../../support/letters/descriptor.ts';
import type { Known, Mirror, MirrorCampaign } from './mirror.ts';

export type Minting = {
  turn: Turn;
  /** The campaign before the turn, and after it. */
  before: MirrorCampaign;
  campaign: MirrorCampaign;
  mirror: Mirror;
  windowsFor: WindowsFor;
  calendarOf: (address: string) => Calendar;
  limits: SharedLimits;
  suppressed: ReadonlySet<string>;
  /** Keys that are suppressed by an opt-out, which covers the whole person. */
  optedOut: ReadonlySet<string>;
  /** Whether the wall clock was ever set: then hours and days are not those that were counted. */
  isStepped: () => boolean;
  /** Whether it was set by more than a day, all in all: then days may have been counted that are far apart. */
  isFarOff: () => boolean;
};

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Everything that must hold in the commit that mints an attempt, whatever is checked again later. */
export function checkMint(minted: Attempt, minting: Minting): void {
  const known = minting.campaign.attempts.get(minted.id);
  if (!known) return;
  checkState(known, minting);
  checkPerson(known, minting);
  checkRecipient(known, minting);
  checkTurnOfOrder(known, minting);
  checkDue(known, minting);
  checkRoom(minting);
  if (known.slotAt !== null) checkSlot(known, minting);
}

/** Everything that must hold in the commit in which an attempt takes its slots: when it is minted, or prepared. */
export function checkSlot(known: Known, minting: Minting): void {
  checkConcurrency(known, minting);
  checkQuotas(minting);
}

function checkState({ id, channel, stepNumber }: Known, { turn: { record } }: Minting): void {
  if (record.state !== 'running' || record.rest !== null)
    broken(`3 pause: ${id} was minted in a ${record.state} campaign`);
  const maxAttempts = isCall({ channel }) ? record.definition.retry.maxAttempts : softBounce.most + 1;
  if (stepNumber > maxAttempts)
    broken(`5 limits: ${id} is the ${stepNumber}th of its step, at most ${maxAttempts}`);
}

/** Whoever ended, was paused, or is in flight starts nothing; nor whom somebody gave an order about in this very turn. */
function checkPerson({ id, position }: Known, { before, turn }: Minting): void {
  const state = before.people.get(position)?.state;
  if (state !== undefined && !isDispatchable(state))
    broken(`2 nobody lost: ${id} was minted for person ${position}, who was ${state}`);
  const order = turn.events.find((event) => event.position === position && event.type.startsWith('contact.'));
  if (order) broken(`4 exact position: ${id} was minted for person ${position} in spite of ${order.type}`);
}

function checkRecipient(known: Known, minting: Minting): void {
  const { turn, before, mirror, windowsFor, calendarOf, suppressed, optedOut } = minting;
  const { id, address, startAt } = known;
  const { definition } = turn.record;
  const window = windowsFor(definition)(calendarOf(address));
  // An edit is in force from the turn after it.
  const last = before.record && windowsFor(before.record.definition)(calendarOf(address));
  if (!window.isOpen(startAt) && !last?.isOpen(startAt))
    broken(`6 window: ${id} was minted to start at ${new Date(startAt).toISOString()}, outside hours`);
  const { client } = turn.record;
  if (suppressed.has(address)) broken(`6 suppressed: ${id} was minted for a suppressed address`);
  if ([...optedOut].some((key) => mirror.persons.isOne(client, key, address)))
    broken(`6 suppressed: ${id} was minted for ${address}, whose person has opted out`);
  const others = mirror.attemptsTo(client, address);
  if (others.some((other) => other.id !== id && isOpen(other.state)))
    broken(`1 double contact: ${id} was minted while another attempt to the person of ${address} is open`);
  checkMinute(known, others, minting);
  const day = window.localDay(startAt);
  const isToday = (other: Known): boolean =>
    other.channel === known.channel && window.localDay(dayOf(other)) === day;
  const today = others.filter((other) => isCounted(other) && isToday(other)).length;
  if (today > definition.retry.maxPerDay && !minting.isFarOff())
    broken(`5 limits: ${today} attempts to ${address} on ${day}, at most ${definition.retry.maxPerDay}`);
}

/** What is prepared counts on the day on which it was minted. */
const dayOf = (attempt: Known): number => (isCall(attempt) ? attempt.startAt : attempt.mintedAt);

/** Two campaigns do not contact one person in the same minute; the clock must not have been set in between. */
function checkMinute(
  { id, campaign, startAt }: Known,
  others: readonly Known[],
  { isStepped }: Minting,
): void {
  if (isStepped()) return;
  const close = others.find(
    (other) =>
      other.campaign !== campaign &&
      other.state !== 'not-placed' &&
      Math.abs(other.startAt - startAt) < 60_000,
  );
  if (close) broken(`1 double contact: ${id} was minted within a minute of ${close.id} of ${close.campaign}`);
}

/** Whoever is tried for the first time has nobody before them in their calendar who still waits for that. */
function checkTurnOfOrder({ id, position }: Known, { before, campaign, turn }: Minting): void {
  if (before.tried.has(position) || before.people.get(position)?.dueClass !== dueClasses.new) return;
  const calendar = campaign.people.get(position)?.calendar;
  const touched = new Set(turn.enrollments.map((row) => row.position));
  for (const other of campaign.people.values()) {
    const isAhead = other.calendar === calendar && other.position < position && other.state === 'pending';
    if (isAhead && !campaign.tried.has(other.position) && !touched.has(other.position))
      broken(`4 exact position: ${id} went to position ${position} while ${other.position} still waits`);
  }
}

/** Due times are stored without the time spent in pauses, which we have watched ourselves, except those that a pause does not delay. */
function checkDue({ id, position }: Known, { before, turn, campaign }: Minting): void {
  const person = before.people.get(position);
  if (!person || person.dueClass === dueClasses.new || before.tried.size === 0) return;
  const heldMs = person.dueClass === dueClasses.callback ? 0 : campaign.heldMs;
  const dueAt = person.dueAt + heldMs;
  if (turn.record.updatedAt < dueAt)
    broken(`4 exact position: ${id} was minted ${dueAt - turn.record.updatedAt} ms before it was due`);
}

function checkRoom({ campaign, turn }: Minting): void {
  const { concurrent } = turn.record.definition.rateLimits;
  const own = openOf(campaign).length;
  if (own > concurrent) broken(`5 limits: ${own} attempts open in ${campaign.id}, limit ${concurrent}`);
}

function checkConcurrency({ id, channel, sender }: Known, { mirror, limits }: Minting): void {
  const all = [...mirror.campaigns()].flatMap(openOf).filter(({ slotAt }) => slotAt !== null);
  const ofChannel = all.filter((attempt) => attempt.channel === channel);
  for (const [open, most] of [
    [all, limits.global.concurrent ?? Infinity],
    [ofChannel, limits.account.concurrent ?? Infinity],
  ] as const) {
    if (open.length > most)
      broken(`5 limits: ${id} is the ${open.length}th open attempt of all, limit ${most}`);
  }
  if (sender === null) return;
  const ofCaller = all.filter((attempt) => attempt.sender === sender).length;
  if (ofCaller > (limits.caller.concurrent ?? Infinity))
    broken(`5 limits: ${ofCaller} attempts open from ${sender}, limit ${limits.caller.concurrent}`);
}

/** Clients of the simulation live by UTC. */
function checkQuotas({ campaign, turn, isStepped }: Minting): void {
  if (isStepped()) return;
  const { perHour, perDay } = turn.record.definition.rateLimits;
  const { updatedAt } = turn.record;
  const within = (ms: number): number =>
    [...campaign.attempts.values()].filter(
      ({ state, slotAt }) =>
        state !== 'not-placed' && slotAt !== null && Math.floor(slotAt / ms) === Math.floor(updatedAt / ms),
    ).length;
  if (perHour !== undefined && within(hourMs) > perHour)
    broken(`5 limits: ${within(hourMs)} attempts in an hour of ${campaign.id}, limit ${perHour}`);
  if (perDay !== undefined && within(dayMs) > perDay)
    broken(`5 limits: ${within(dayMs)} attempts in a day of ${campaign.id}, limit ${perDay}`);
  checkWarmUp({ campaign, turn });
}

/** The nth day on which anything started has the nth cap; counted anew from the attempts themselves. */
function checkWarmUp({ campaign, turn: { record } }: Pick<Minting, 'campaign' | 'turn'>): void {
  const { warmupEnabled, warmupSchedule } = record.definition.rateLimits;
  if (warmupEnabled === false || !warmupSchedule) return;
  const numberOf = (at: number): number => Math.floor(at / dayMs);
  const days = [...campaign.attempts.values()].flatMap(({ state, slotAt }) =>
    state === 'not-placed' || slotAt === null ? [] : [numberOf(slotAt)],
  );
  const today = numberOf(record.updatedAt);
  const cap = warmupSchedule[new Set(days.filter((day) => day <= today)).size - 1] ?? Infinity;
  const started = days.filter((day) => day === today).length;
  if (started > cap)
    broken(`5 limits: ${started} attempts of ${campaign.id} on a day of its warm-up, limit ${cap}`);
}
