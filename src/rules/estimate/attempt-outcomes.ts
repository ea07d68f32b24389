import { backoffDelayMs, type BackoffMs } from '../retry.ts';
import { openingAfter, type Cells, type Crowd, type Place } from './calendar-queue.ts';
import { drawCount } from './draws.ts';
import type { TouchModel } from './touch-model.ts';

type Attempted = {
  crowd: Crowd;
  cell: number;
  count: number;
  /** The attempts start evenly in this stretch. */
  from: number;
  until: number;
};

export type Aftermath = {
  /** Lets attempts end and sends everyone on their way; gives how many people are through. */
  attempt: (input: Attempted) => number;
  /** Something ends then without an attempt. */
  end: (at: number) => void;
  /** When the last attempt so far ended. */
  lastEnd: () => number;
};

/** Into how many due times people who are tried together are spread at most. */
const spreadOver = 4;

/** What attempts lead to in one run: ways drawn by their shares, backoff, days, windows. */
export function createAftermath({
  model,
  cells,
  occupiedMs,
  random,
  grain,
}: {
  model: TouchModel;
  cells: Cells;
  occupiedMs: number;
  random: () => number;
  grain: () => number;
}): Aftermath {
  const shares = model.drawWayShares(random);
  let lastEnd = -Infinity;

  /** To the nearest grain, then into the window; on to the next day if the attempts of this one are used up. */
  const placeLater = (crowd: Crowd, place: Place, dueAt: number, count: number): void => {
    const rounded = Math.round(dueAt / grain()) * grain();
    let at = openingAfter(crowd, rounded);
    let { today } = place;
    if (at >= crowd.dayEnd) today = 0;
    else if (today >= model.maxPerDay) {
      at = openingAfter(crowd, crowd.dayEnd);
      today = 0;
    }
    crowd.later.add({ at, cell: cells.toCell({ ...place, today }), count });
  };

  /** Spreads people over the stretch they start in, and a band of `bandMs` after it, as finely as the grain asks for. */
  const spread = (
    { count, from, until }: { count: number; from: number; until: number },
    bandMs: number,
    each: (at: number, share: number) => void,
  ): void => {
    const parts = Math.min(count, spreadOver, 1 + Math.floor((until - from + bandMs) / grain()));
    for (let part = 0, given = 0; part < parts; part += 1) {
      const upTo = Math.round(((part + 1) * count) / parts);
      each(from + ((part + random()) / parts) * (until - from) + occupiedMs, upTo - given);
      given = upTo;
    }
  };

  const retry = ({ crowd, ...group }: Attempted, place: Place, count: number, backoff: BackoffMs): void => {
    const stepAttempts = place.tried + 1;
    const next = { step: place.step, tried: stepAttempts, today: place.today + 1 };
    const bandMs = backoff.jitter * backoffDelayMs({ backoff, stepAttempts, random: () => 0.5 });
    spread({ ...group, count }, bandMs, (endedAt, share) => {
      placeLater(crowd, next, endedAt + backoffDelayMs({ backoff, stepAttempts, random }), share);
    });
  };

  /** Gives how many are through with the last step that contacts them; what follows only lasts. */
  const goOn = ({ crowd, ...group }: Attempted, place: Place, count: number): number => {
    const delay = model.stepDelays[place.step + 1];
    if (delay === undefined) {
      if (model.tailMs > 0)
        lastEnd = Math.max(lastEnd, openingAfter(crowd, group.until + occupiedMs + model.tailMs));
      return count;
    }
    const next = { step: place.step + 1, tried: 0, today: place.today + 1 };
    spread({ ...group, count }, 0, (endedAt, share) => placeLater(crowd, next, endedAt + delay, share));
    return 0;
  };

  return {
    lastEnd: () => lastEnd,
    end(at) {
      lastEnd = Math.max(lastEnd, at);
    },
    attempt(attempted) {
      const place = cells.toPlace(attempted.cell);
      lastEnd = Math.max(lastEnd, attempted.until + occupiedMs);
      const isLastTry = place.tried + 1 >= model.maxAttempts;
      let [left, chance, through] = [attempted.count, 1, 0];
      model.ways.forEach((way, index) => {
        const share = shares[index] ?? 0;
        const count = drawCount(left, share / chance, random);
        left -= count;
        chance -= share;
        if (count === 0) return;
        if (way.route === 'over') through += count;
        else if (way.route === 'next' || isLastTry) through += goOn(attempted, place, count);
        else retry(attempted, place, count, way.backoff);
      });
      return through + left;
    },
  };
}
