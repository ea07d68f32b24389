import type { ZoneTime } from '../windows/zone-time.ts';
import { createAftermath } from './attempt-outcomes.ts';
import { advance, createCells, createCrowd, takeAgain, waitingNow, type Crowd } from './calendar-queue.ts';
import { drawNormal } from './draws.ts';
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

/** Gives `count` starts to crowds in proportion to what each has waiting; sums up exactly. */
function proportionally(
  crowds: readonly Crowd[],
  count: number,
  waiting: (crowd: Crowd) => number,
  give: (crowd: Crowd, share: number) => void,
): void {
  const total = crowds.reduce((sum, crowd) => sum + waiting(crowd), 0);
  let [seen, given] = [0, 0];
  for (const crowd of crowds) {
    seen += waiting(crowd);
    const share = Math.round((count * seen) / total) - given;
    given += share;
    if (share > 0) give(crowd, share);
  }
}

/** Plays the rest of a campaign once, on counts of people: steps of time while open, jumps over closed time. */
export function playOnce(input: RunInput): RunResult {
  const { start, horizon, groups, model, limits, zone, random } = input;
  const occupiedMs = input.occupiedMs * Math.exp(paceSpread * drawNormal(random));
  const cells = createCells(model);
  const crowds = groups.map(createCrowd);
  const inFlight = groups.reduce((sum, group) => sum + group.inFlight, 0);
  const pace = createPace({ limits, zone, start, occupiedMs, inFlight });
  let people = groups.reduce((sum, group) => sum + peopleIn(group), 0);
  let grain = grainFor(people, pace.rate);
  const aftermath = createAftermath({ model, cells, occupiedMs, random, grain: () => grain });
  const finish = (crowd: Crowd, cell: number, count: number, from: number, until: number): void => {
    people -= aftermath.attempt({ crowd, cell, count, from, until });
  };

  for (const crowd of crowds) advance({ crowd, cells, at: start });
  const close = (count: number, at: number): void => {
    people -= count;
    aftermath.end(at);
  };
  populate({
    groups,
    crowds,
    model,
    cells,
    random,
    start,
    occupiedMs,
    finished: input.finished,
    finish,
    close,
  });

  let steps = 0;
  for (let at = start; at < horizon; steps += 1) {
    for (const crowd of crowds) advance({ crowd, cells, at });
    if (people <= 0) return { end: aftermath.lastEnd(), steps };
    grain = grainFor(people, pace.rate);
    at = step({ at, crowds, pace, grain, finish });
  }
  return { end: null, steps };
}

type StepInput = {
  at: number;
  crowds: readonly Crowd[];
  pace: Pace;
  grain: number;
  finish: (crowd: Crowd, cell: number, count: number, from: number, until: number) => void;
};

/** Who can be started at once, and when the next window changes or somebody comes due. */
function survey(crowds: readonly Crowd[]): { ready: Crowd[]; waiting: number; boundary: number } {
  const ready: Crowd[] = [];
  let [waiting, boundary] = [0, Infinity];
  for (const crowd of crowds) {
    boundary = Math.min(boundary, crowd.edge, crowd.later.next());
    if (!crowd.open || waitingNow(crowd) === 0) continue;
    ready.push(crowd);
    waiting += waitingNow(crowd);
  }
  return { ready, waiting, boundary };
}

/** One stretch of time in which nothing but the queues changes; gives its end. */
function step({ at, crowds, pace, grain, finish }: StepInput): number {
  const { ready, waiting, boundary } = survey(crowds);
  const needed = waiting === 0 ? Infinity : Math.max(pace.timeFor(1), Math.min(grain, pace.timeFor(waiting)));
  // Whole milliseconds: a shorter stretch would be lost in the rounding of instants.
  const until = Math.min(boundary, pace.renewal(), at + Math.ceil(needed));
  pace.pass({ to: until, idle: waiting === 0 });

  const count = Math.min(waiting, pace.free());
  if (count === 0) return until;
  pace.use(count);
  const again = Math.min(
    count,
    ready.reduce((sum, crowd) => sum + crowd.againCount, 0),
  );
  if (again > 0) {
    const give = (crowd: Crowd, share: number): void =>
      takeAgain(crowd, share, (cell, taken) => finish(crowd, cell, taken, at, until));
    proportionally(ready, again, (crowd) => crowd.againCount, give);
  }
  if (count > again) {
    const give = (crowd: Crowd, share: number): void => {
      crowd.newcomers -= share;
      finish(crowd, 0, share, at, until);
    };
    proportionally(ready, count - again, (crowd) => crowd.newcomers, give);
  }
  return until;
}
