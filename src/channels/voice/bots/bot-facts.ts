import type { Attendance } from '../../../domain/attempt/attendance.ts';
import type { Attempt, Details } from '../../../domain/attempt/attempt.ts';
import { factsOfPool, reservedPool } from '../../../domain/bot/bot-pool.ts';
import { allPlaces, beginOf, entryAt } from '../flow/places.ts';
import type { Flow, Place } from '../flow/places.ts';

/** The facts of a call that a bot answers, by their names in `details`. Stores keep the names: do not change them. */
const tokenFact = 'botToken';
/** Business time at which the carrier was first told to stream to the bot. */
const offeredFact = 'botOfferedAt';
const absentFact = 'botAbsent';
const needsAgentFact = 'needsAgent';
const agentAbsentFact = 'agentAbsent';
const agentTakenFact = 'agentTaken';

type Known = Pick<Attempt, 'details'>;

/** The pool whose bot answers the calls of a step; null if no entry of its flow streams to a bot. */
export function botPoolOf(flow: Flow): string | null {
  for (const { entry } of allPlaces(flow))
    if ('stream' in entry && entry.stream.bot !== undefined) return entry.stream.bot;
  return null;
}

/** The facts that a call of the step has from its mint on: its pool of bots, or that it may be transferred to an agent. */
export function factsOfStep(flow: Flow): Details | null {
  const pool = botPoolOf(flow);
  if (pool !== null) return factsOfPool(pool);
  return allPlaces(flow).some(({ entry }) => 'dial' in entry) ? { [needsAgentFact]: true } : null;
}

export const readyFacts = (token: string): Details => ({ [tokenFact]: token });
export const offeredFacts = (at: number): Details => ({ [offeredFact]: at });
/** A call was answered, and no bot took it. */
export const absentFacts: Details = { [absentFact]: true };

export function tokenOf({ details }: Known): string | null {
  const token = details?.[tokenFact];
  return typeof token === 'string' ? token : null;
}

/** Whether the call was answered and no bot took it. */
export function isBotAbsent({ details }: Known): boolean {
  return details?.[absentFact] === true;
}

/** A stream that ends so soon after it was offered was refused, or was closed before a conversation. */
const earlyMs = 2_000;
/** A carrier tries a stream three times before it reports that it was dropped. */
const triedMs = 10_000;

/** Whether the end of the stream, now, shows that no bot took the call. */
export function isEndedEarly(
  attempt: Known,
  { now, wasDropped }: { now: number; wasDropped: boolean },
): boolean {
  if (isBotAbsent(attempt)) return true;
  const offeredAt = attempt.details?.[offeredFact];
  return typeof offeredAt === 'number' && now - offeredAt < (wasDropped ? triedMs : earlyMs);
}

/** The place after the stream to a bot: its branch for a bot that does not come, or the next entry. */
export function placeAfterBot(flow: Flow, { place, isAbsent }: { place: Place; isAbsent: boolean }): Place {
  const entry = entryAt(flow, place);
  const branch = entry && 'stream' in entry ? entry.stream.unavailable : undefined;
  return isAbsent && branch !== undefined ? beginOf(branch) : { ...place, index: place.index + 1 };
}

/** The facts of the end of a transfer. */
export const transferFacts = (wasTaken: boolean): Details => ({
  [wasTaken ? agentTakenFact : agentAbsentFact]: true,
});

/** Whether a contact who answers must meet a bot or an agent. */
export function needsAttendant(facts: Details | null): boolean {
  return reservedPool(facts) !== null || facts?.[needsAgentFact] === true;
}

/** The dispositions of calls that a machine has answered. */
const ofMachines: ReadonlySet<string | null> = new Set(['machine', 'voicemail']);

/** Whether a bot or an agent took the call. A contact who leaves before the transfer was not left alone. */
export function attendanceOf({
  details,
  disposition,
  reachedAt,
}: Pick<Attempt, 'details' | 'disposition' | 'reachedAt'>): Attendance | null {
  if (reachedAt === null || ofMachines.has(disposition)) return null;
  const wasTaken = details?.[agentTakenFact] === true;
  const wasAlone = isBotAbsent({ details }) || details?.[agentAbsentFact] === true;
  return wasAlone && !wasTaken ? 'abandoned' : 'attended';
}
