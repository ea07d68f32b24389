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
import { peopleIn, type EstimateGroup } from './groups.ts';
import { createPace, type EstimateLimits, type Pace } from './pace.ts';
import { populate } from './populate.ts';
import type { TouchModel } from './touch-model.ts';

export type RunInput = {
  start: number;
  /** Nothing after it is looked at. */
  horizon: number;
  groups: readonly EstimateGroup[];
  model: TouchModel;
  limits: EstimateLimits;
  zone: ZoneTime;
  occupiedMs: number;
  /** People who are through with the last step; null if not known. */
  finished: number | null;
  random: () => number;
};
/** When everybody had ended, null if not before the horizon; and how many steps that took to find out. */
export type RunResult = { end: number | null; steps: number };

/** How much the true pace may differ from what was seen: talk times, other campaigns, hiccups. */
const paceSpread = 0.08;
const finestMs = 15_000;
const coarsestMs = 3_600_000;

/** A grain of time for what remains: about a fortieth of it, in doublings so that grains fit into each other. */
function grainFor(people: number, rate: number): number {
  const wanted = people / rate / 40;
  const doublings = Math.max(0, Math.ceil(Math.log2(wanted / finestMs)));
  return Math.min(coarsestMs, finestMs * 2 ** doublings);
}

/** Gives `count` starts to queues in proportion to what each has waiting; sums up exactly. */
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

/** Plays the rest of a campaign once, on counts of people: steps of time while open, jumps over closed time. */
export function playOnce(input: RunInput): RunResult {
  const { start, horizon, groups, model, limits, zone, random } = input;
  const draws = createDraws({ random });
  const occupiedMs = input.occupiedMs * Math.exp(paceSpread * draws.normal());
  const cells = createCells(model);
  const queues = groups.map(createCalendarQueue);
  const inFlight = groups.reduce((sum, group) => sum + group.inFlight, 0);
  const pace = createPace({ limits, zone, start, occupiedMs, inFlight });
  let people = groups.reduce((sum, group) => sum + peopleIn(group), 0);
  let grain = grainFor(people, pace.rate);
  const outcomes = createAttemptOutcomes({ model, cells, occupiedMs, random, draws, grain: () => grain });
  const finish = (queue: CalendarQueue, cell: number, count: number, from: number, until: number): void => {
    people -= outcomes.attempt({ queue, cell, count, from, until });
  };

  for (const queue of queues) advance({ queue, cells, at: start });
  const close = (count: number, at: number): void => {
    people -= count;
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

  let steps = 0;
  for (let at = start; at < horizon; steps += 1) {
    for (const queue of queues) advance({ queue, cells, at });
    if (people <= 0) return { end: outcomes.lastEnd(), steps };
    grain = grainFor(people, pace.rate);
    at = step({ at, queues, pace, grain, finish });
  }
  return { end: null, steps };
}

type StepInput = {
  at: number;
  queues: readonly CalendarQueue[];
  pace: Pace;
  grain: number;
  finish: (queue: CalendarQueue, cell: number, count: number, from: number, until: number) => void;
};

/** Who can be started at once, and when the next window changes or somebody comes due. */
function survey(queues: readonly CalendarQueue[]): {
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

/** One stretch of time in which nothing but the queues changes; gives its end. */
function step({ at, queues, pace, grain, finish }: StepInput): number {
  const { ready, waiting, boundary } = survey(queues);
  const needed = waiting === 0 ? Infinity : Math.max(pace.timeFor(1), Math.min(grain, pace.timeFor(waiting)));
  // Whole milliseconds: a shorter stretch would be lost in the rounding of instants.
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
