import { backoffDelayMs, type BackoffMs } from '../retry.ts';
import { openingAfter, type CalendarQueue, type Cells, type Place } from './calendar-queue.ts';
import type { Draws } from './draws.ts';
import type { TouchModel } from './touch-model.ts';

type Attempted = {
  queue: CalendarQueue;
  cell: number;
  count: number;
  /** The attempts start evenly in this stretch. */
  from: number;
  until: number;
};

/** What leads from an attempt to what follows: the same during one run. */
type Rules = {
  model: TouchModel;
  cells: Cells;
  occupiedMs: number;
  random: () => number;
  draws: Draws;
  /** The grain of time at this moment, in milliseconds. */
  grain: () => number;
};

export type AttemptOutcomes = {
  /** Ends attempts and puts each contact where it is next. Returns how many contacts have no step left. */
  attempt: (input: Attempted) => number;
  /** Something ends then without an attempt. */
  end: (at: number) => void;
  /** When the last attempt so far ended. */
  lastEnd: () => number;
};

/** The largest number of due times that contacts tried together are spread over. */
const maxParts = 4;

/** What attempts lead to in one run: ways drawn by their shares, then backoff, days and windows. */
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
  spread({ rules, group, bandMs }, (endedAt, share) => {
    const dueAt = endedAt + backoffDelayMs({ backoff, stepAttempts, random });
    placeLater({ rules, queue: group.queue, place: next, dueAt, count: share });
  });
}

/**
 * Puts contacts before their next step. Returns how many have had the last step that contacts them: what follows it only
 * takes time, until `end`.
 */
function toNextStep({ rules, group, place, end }: Group & { end: (at: number) => void }): number {
  const { model, occupiedMs } = rules;
  const delay = model.stepDelays[place.step + 1];
  if (delay === undefined) {
    if (model.tailMs > 0) end(openingAfter(group.queue, group.until + occupiedMs + model.tailMs));
    return group.count;
  }
  const next = { step: place.step + 1, tried: 0, today: place.today + 1 };
  spread({ rules, group, bandMs: 0 }, (endedAt, share) =>
    placeLater({ rules, queue: group.queue, place: next, dueAt: endedAt + delay, count: share }),
  );
  return 0;
}

/** To the nearest grain, then into the window; to the next day if the attempts of this one are used up. */
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

/** Spreads contacts over the stretch they start in, and a band of `bandMs` after it, as finely as the grain asks for. */
function spread(
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
