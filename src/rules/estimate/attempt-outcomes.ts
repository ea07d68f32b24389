import { backoffDelayMs, type BackoffMs } from '../retry.ts';
import { openingAfter, type CalendarQueue, type Cells, type Place } from './calendar-queue.ts';
import type { Draws } from './draws.ts';
import type { TouchModel } from './touch-model.ts';

type Attempted = {
  queue: CalendarQueue;
  cell: number;
  count: number;
  /** The attempts start evenly distributed between `from` and `until`. */
  from: number;
  until: number;
};

/** What determines the consequences of attempts. It does not change during a play. */
type Rules = {
  model: TouchModel;
  cells: Cells;
  occupiedMs: number;
  random: () => number;
  draws: Draws;
  /** Returns the current resolution of time, in milliseconds. */
  grain: () => number;
};

export type AttemptOutcomes = {
  /** Ends attempts and moves each contact to its next place. Returns the number of contacts without a next step. */
  attempt: (input: Attempted) => number;
  /** Records an end without an attempt. */
  end: (at: number) => void;
  /** Returns the latest end so far. */
  lastEnd: () => number;
};

/** The maximum number of due times for contacts that are tried together. */
const maxParts = 4;

/** Creates the consequences of attempts in one play: a drawn route, then backoff, attempts per day and windows. */
export function createAttemptOutcomes(rules: Rules): AttemptOutcomes {
  const { model, cells, occupiedMs, draws } = rules;
  const shares = draws.shares(model.wayWeights);
  let lastEnd = -Infinity;
  const end = (at: number): void => {
    lastEnd = Math.max(lastEnd, at);
  };

  return {
    end,
    lastEnd: () => lastEnd,
    attempt(attempted) {
      const place = cells.toPlace(attempted.cell);
      end(attempted.until + occupiedMs);
      const isLastTry = place.tried + 1 >= model.maxAttempts;
      let [left, chance, through] = [attempted.count, 1, 0];
      model.ways.forEach((way, index) => {
        const share = shares[index] ?? 0;
        const count = draws.count(left, share / chance);
        left -= count;
        chance -= share;
        if (count === 0) return;
        const group = { ...attempted, count };
        if (way.route === 'over') through += count;
        else if (way.route === 'next' || isLastTry) through += toNextStep({ rules, group, place, end });
        else toRetry({ rules, group, place, backoff: way.backoff });
      });
      return through + left;
    },
  };
}

type Group = { rules: Rules; group: Attempted; place: Place };

function toRetry({ rules, group, place, backoff }: Group & { backoff: BackoffMs }): void {
  const { random } = rules;
  const stepAttempts = place.tried + 1;
  const next = { step: place.step, tried: stepAttempts, today: place.today + 1 };
  const bandMs = backoff.jitter * backoffDelayMs({ backoff, stepAttempts, random: () => 0.5 });
  distribute({ rules, group, bandMs }, (endedAt, share) => {
    const dueAt = endedAt + backoffDelayMs({ backoff, stepAttempts, random });
    placeLater({ rules, queue: group.queue, place: next, dueAt, count: share });
  });
}

/**
 * Moves contacts to their next step. Returns how many have had their last step that contacts them. Steps after it
 * only take time, until `end`.
 */
function toNextStep({ rules, group, place, end }: Group & { end: (at: number) => void }): number {
  const { model, occupiedMs } = rules;
  const delay = model.stepDelays[place.step + 1];
  if (delay === undefined) {
    if (model.tailMs > 0) end(openingAfter(group.queue, group.until + occupiedMs + model.tailMs));
    return group.count;
  }
  const next = { step: place.step + 1, tried: 0, today: place.today + 1 };
  distribute({ rules, group, bandMs: 0 }, (endedAt, share) =>
    placeLater({ rules, queue: group.queue, place: next, dueAt: endedAt + delay, count: share }),
  );
  return 0;
}

/**
 * Adds contacts at a due time: rounded to the resolution, moved into the window, and to the next day if the attempts
 * of this day are used up.
 */
function placeLater({
  rules: { model, cells, grain },
  queue,
  place,
  dueAt,
  count,
}: {
  rules: Rules;
  queue: CalendarQueue;
  place: Place;
  dueAt: number;
  count: number;
}): void {
  const rounded = Math.round(dueAt / grain()) * grain();
  let at = openingAfter(queue, rounded);
  let { today } = place;
  if (at >= queue.dayEnd) today = 0;
  else if (today >= model.maxPerDay) {
    at = openingAfter(queue, queue.dayEnd);
    today = 0;
  }
  queue.later.add({ at, cell: cells.toCell({ ...place, today }), count });
}

/**
 * Distributes contacts over the time in which they start, and a band of `bandMs` after it, as finely as the
 * resolution requires.
 */
function distribute(
  {
    rules: { grain, random, occupiedMs },
    group: { count, from, until },
    bandMs,
  }: { rules: Rules; group: Attempted; bandMs: number },
  each: (endedAt: number, share: number) => void,
): void {
  const parts = Math.min(count, maxParts, 1 + Math.floor((until - from + bandMs) / grain()));
  for (let part = 0, given = 0; part < parts; part += 1) {
    const upTo = Math.round(((part + 1) * count) / parts);
    each(from + ((part + random()) / parts) * (until - from) + occupiedMs, upTo - given);
    given = upTo;
  }
}
