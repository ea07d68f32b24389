import type { ZoneTime } from '../windows/zone-time.ts';
import { createAttemptOutcomes } from './attempt-outcomes.ts';
import {
  advance,
  createCells,
  createCalendarQueue,
  takeAgain,
  waitingNow,
  type CalendarQueue,
} from './calendar-queue.ts';
import { createDraws } from './draws.ts';
import { contactsIn, type EstimateGroup } from './groups.ts';
import { createPace, type EstimateLimits, type Pace } from './pace.ts';
import { populate } from './populate.ts';
import type { TouchModel } from './touch-model.ts';

export type RunInput = {
  start: number;
  /** The latest instant of a play. */
  horizon: number;
  groups: readonly EstimateGroup[];
  model: TouchModel;
  limits: EstimateLimits;
  zone: ZoneTime;
  occupiedMs: number;
  /** Contacts that finished the last step; null if not known. */
  finished: number | null;
  random: () => number;
};
/** The end of the last contact, null if it is beyond the horizon, and the number of iterations of the play. */
export type RunResult = { end: number | null; iterations: number };

/** The standard deviation of the real pace from the observed one: talk times, other campaigns, short delays. */
const paceSpread = 0.08;
const finestMs = 15_000;
const coarsestMs = 3_600_000;

/**
 * Returns the resolution of time: about a fortieth of the remaining time, as a power of two times the finest one, so
 * that resolutions are multiples of each other.
 */
function grainFor(contacts: number, rate: number): number {
  const wanted = contacts / rate / 40;
  const doublings = Math.max(0, Math.ceil(Math.log2(wanted / finestMs)));
  return Math.min(coarsestMs, finestMs * 2 ** doublings);
}

/**
 * Distributes `count` starts over queues in proportion to their waiting contacts. The shares add up to the count
 * exactly.
 */
function proportionally(
  queues: readonly CalendarQueue[],
  count: number,
  waiting: (queue: CalendarQueue) => number,
  give: (queue: CalendarQueue, share: number) => void,
): void {
  const total = queues.reduce((sum, queue) => sum + waiting(queue), 0);
  let [seen, given] = [0, 0];
  for (const queue of queues) {
    seen += waiting(queue);
    const share = Math.round((count * seen) / total) - given;
    given += share;
    if (share > 0) give(queue, share);
  }
}

/** Plays the rest of a campaign once, with counts of contacts. Closed times are skipped. */
export function playOnce(input: RunInput): RunResult {
  const { start, horizon, groups, model, limits, zone, random } = input;
  const draws = createDraws({ random });
  const occupiedMs = input.occupiedMs * Math.exp(paceSpread * draws.normal());
  const cells = createCells(model);
  const queues = groups.map(createCalendarQueue);
  const inFlight = groups.reduce((sum, group) => sum + group.inFlight, 0);
  const pace = createPace({ limits, zone, start, occupiedMs, inFlight });
  let contacts = groups.reduce((sum, group) => sum + contactsIn(group), 0);
  let grain = grainFor(contacts, pace.rate);
  const outcomes = createAttemptOutcomes({ model, cells, occupiedMs, random, draws, grain: () => grain });
  const finish = (queue: CalendarQueue, cell: number, count: number, from: number, until: number): void => {
    contacts -= outcomes.attempt({ queue, cell, count, from, until });
  };

  for (const queue of queues) advance({ queue, cells, at: start });
  const close = (count: number, at: number): void => {
    contacts -= count;
    outcomes.end(at);
  };
  populate({
    groups,
    queues,
    model,
    cells,
    draws,
    start,
    occupiedMs,
    finished: input.finished,
    finish,
    close,
  });

  let iterations = 0;
  for (let at = start; at < horizon; iterations += 1) {
    for (const queue of queues) advance({ queue, cells, at });
    if (contacts <= 0) return { end: outcomes.lastEnd(), iterations };
    grain = grainFor(contacts, pace.rate);
    at = playPeriod({ at, queues, pace, grain, finish });
  }
  return { end: null, iterations };
}

type PeriodInput = {
  at: number;
  queues: readonly CalendarQueue[];
  pace: Pace;
  grain: number;
  finish: (queue: CalendarQueue, cell: number, count: number, from: number, until: number) => void;
};

/**
 * Returns the queues that can start contacts now, and the next instant at which a window changes or a contact becomes
 * due.
 */
function surveyQueues(queues: readonly CalendarQueue[]): {
  ready: CalendarQueue[];
  waiting: number;
  boundary: number;
} {
  const ready: CalendarQueue[] = [];
  let [waiting, boundary] = [0, Infinity];
  for (const queue of queues) {
    boundary = Math.min(boundary, queue.edge, queue.later.next());
    if (!queue.open || waitingNow(queue) === 0) continue;
    ready.push(queue);
    waiting += waitingNow(queue);
  }
  return { ready, waiting, boundary };
}

/** Plays one period of time and returns its end. */
function playPeriod({ at, queues, pace, grain, finish }: PeriodInput): number {
  const { ready, waiting, boundary } = surveyQueues(queues);
  const needed = waiting === 0 ? Infinity : Math.max(pace.timeFor(1), Math.min(grain, pace.timeFor(waiting)));
  // Whole milliseconds: a shorter period would be lost in the rounding of instants.
  const until = Math.min(boundary, pace.renewal(), at + Math.ceil(needed));
  pace.pass({ to: until, idle: waiting === 0 });

  const count = Math.min(waiting, pace.free());
  if (count === 0) return until;
  pace.use(count);
  const again = Math.min(
    count,
    ready.reduce((sum, queue) => sum + queue.againCount, 0),
  );
  if (again > 0) {
    const give = (queue: CalendarQueue, share: number): void =>
      takeAgain(queue, share, (cell, taken) => finish(queue, cell, taken, at, until));
    proportionally(ready, again, (queue) => queue.againCount, give);
  }
  if (count > again) {
    const give = (queue: CalendarQueue, share: number): void => {
      queue.newcomers -= share;
      finish(queue, 0, share, at, until);
    };
    proportionally(ready, count - again, (queue) => queue.newcomers, give);
  }
  return until;
}
