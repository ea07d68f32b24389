import type { WaitReason } from '../../domain/contact/enrollment.ts';
import type { Cells, CalendarQueue, Place } from './calendar-queue.ts';
import type { Draws } from './draws.ts';
import type { DuePeople, EstimateGroup } from './groups.ts';
import type { TouchModel } from './touch-model.ts';

/**
 * How likely somebody who waits for a retry has used up 1, 2, ... attempts: each is rarer than the one before. Whose
 * day is used up has made at least the attempts of a day.
 */
function triedWeights({ maxAttempts, maxPerDay, retryShare }: TouchModel, reason?: WaitReason): number[] {
  const most = Math.max(1, maxAttempts - 1);
  const least = reason === 'attempts.per-day' ? Math.min(maxPerDay, most) : 1;
  return Array.from({ length: most }, (_, index) => (index + 1 < least ? 0 : retryShare ** index));
}

/** Parts of a count in the proportion of weights; they sum up exactly. */
function split(count: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let [seen, given] = [0, 0];
  return weights.map((weight) => {
    seen += weight;
    const part = Math.round((count * seen) / total) - given;
    given += part;
    return part;
  });
}

/** What is known of all, to guess the step of those of whom it is not told. */
type Stage = { hasNewcomers: boolean; finished: number | null };

/**
 * The steps somebody may be at, as weights. While there are newcomers, or nobody is through, others are still with the
 * first step; later they have mostly gone on.
 */
function stepWeights(
  { step, reason }: DuePeople,
  { hasNewcomers, finished }: Stage,
  steps: number,
): number[] {
  const isBetween = reason === 'step.waiting';
  const isFirst = reason === 'contact.new' || (!isBetween && (hasNewcomers || finished === 0));
  const known = step ?? (isFirst || steps === 1 ? 0 : undefined);
  return Array.from({ length: steps }, (_, index) =>
    Number(known === undefined ? index > 0 : index === known),
  );
}

/** Where waiting people stand, as far as known; the rest is shared out over the places they may be at. */
function placesOf({
  people,
  stage,
  model,
  draws,
}: {
  people: DuePeople;
  stage: Stage;
  model: TouchModel;
  draws: Draws;
}): { place: Omit<Place, 'today'>; count: number }[] {
  const steps = stepWeights(people, stage, model.stepDelays.length);
  const isUntried = people.reason === 'step.waiting' || people.reason === 'contact.new';
  const tried =
    people.stepAttempts === undefined
      ? [0, ...triedWeights(model, people.reason)]
      : Array.from({ length: model.maxAttempts }, (_, index) => Number(index === people.stepAttempts));
  return split(people.contacts, draws.shares(steps)).flatMap((count, step) =>
    split(count, isUntried ? [1] : tried).map((part, index) => ({
      place: { step, tried: Math.min(index, model.maxAttempts - 1) },
      count: part,
    })),
  );
}

/** Whether anybody can have been tried on this day of the recipient before `start`. */
function openedToday({ window }: CalendarQueue, start: number): boolean {
  return (window.nextOpening(window.nextDay(start - 86_400_000)) ?? Infinity) < start;
}

/** Puts the people of each group at their places at the start of a run; those in flight end their attempts. */
export function populate({
  groups,
  queues,
  model,
  cells,
  draws,
  start,
  occupiedMs,
  finished,
  finish,
  close,
}: {
  groups: readonly EstimateGroup[];
  queues: readonly CalendarQueue[];
  model: TouchModel;
  cells: Cells;
  draws: Draws;
  start: number;
  occupiedMs: number;
  /** People who are through with the last step; null if not known. */
  finished: number | null;
  finish: (queue: CalendarQueue, cell: number, count: number, from: number, until: number) => void;
  /** These are through with the last step that contacts them, and end then. */
  close: (count: number, at: number) => void;
}): void {
  const stage = { hasNewcomers: groups.some(({ newcomers }) => newcomers > 0), finished };
  groups.forEach((group, index) => {
    const queue = queues[index];
    if (!queue) return;
    const place = (people: DuePeople, isToday: boolean): { cell: number; count: number }[] =>
      placesOf({ people, stage, model, draws })
        .filter(({ count }) => count > 0)
        .map(({ place, count }) => {
          // Who is to be tried again today was mostly tried today, and has an attempt left.
          const today = isToday ? Math.min(place.tried, model.maxPerDay - 1) : 0;
          return { cell: cells.toCell({ ...place, today }), count };
        });
    const wasOpen = openedToday(queue, start);
    for (const people of group.due) {
      const at = queue.window.nextOpening(Math.max(people.at, start)) ?? Infinity;
      if (people.isNote && model.endsWithNotes && at < Infinity) {
        close(people.contacts, at);
        continue;
      }
      const isRetry = people.reason === undefined || people.reason === 'retry.waiting';
      for (const part of place(people, isRetry && wasOpen && at < queue.dayEnd))
        queue.later.add({ at, ...part });
    }
    const reason = stage.hasNewcomers ? 'contact.new' : 'retry.waiting';
    const flying: DuePeople = { at: start, contacts: group.inFlight, reason };
    for (const { cell, count } of place(flying, true)) {
      finish(queue, cell, count, start - occupiedMs, start);
    }
  });
}
