import type { WaitReason } from '../../domain/contact/enrollment.ts';
import type { Cells, CalendarQueue, Place } from './calendar-queue.ts';
import type { Draws } from './draws.ts';
import type { DueContacts, EstimateGroup } from './groups.ts';
import type { TouchModel } from './touch-model.ts';

/**
 * Returns weights for 1, 2, ... used-up attempts of a contact that waits for a retry: each further attempt is rarer.
 * A contact that waits because of `attempts.per-day` has made at minimum the attempts of a day.
 */
function triedWeights({ maxAttempts, maxPerDay, retryShare }: TouchModel, reason?: WaitReason): number[] {
  const maximum = Math.max(1, maxAttempts - 1);
  const minimum = reason === 'attempts.per-day' ? Math.min(maxPerDay, maximum) : 1;
  return Array.from({ length: maximum }, (_, index) => (index + 1 < minimum ? 0 : retryShare ** index));
}

/** Splits a count in the proportion of weights. The parts add up to the count exactly. */
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

/** Facts about all contacts, to guess unknown steps. */
type Stage = { hasNewcomers: boolean; finished: number | null };

/**
 * Returns weights for the steps at which contacts may be. While there are new contacts, or no contact has finished,
 * the others are at the first step; later most of them are at later steps.
 */
function stepWeights(
  { step, reason }: DueContacts,
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

/** Returns the places of waiting contacts. If the place is not known, they are distributed over the possible ones. */
function placesOf({
  waiting,
  stage,
  model,
  draws,
}: {
  waiting: DueContacts;
  stage: Stage;
  model: TouchModel;
  draws: Draws;
}): { place: Omit<Place, 'today'>; count: number }[] {
  const steps = stepWeights(waiting, stage, model.stepDelays.length);
  const isUntried = waiting.reason === 'step.waiting' || waiting.reason === 'contact.new';
  const tried =
    waiting.stepAttempts === undefined
      ? [0, ...triedWeights(model, waiting.reason)]
      : Array.from({ length: model.maxAttempts }, (_, index) => Number(index === waiting.stepAttempts));
  return split(waiting.contacts, draws.shares(steps)).flatMap((count, step) =>
    split(count, isUntried ? [1] : tried).map((part, index) => ({
      place: { step, tried: Math.min(index, model.maxAttempts - 1) },
      count: part,
    })),
  );
}

/** Whether the window was open on this day of the recipient before `start`, so that contacts may have been tried. */
function openedToday({ window }: CalendarQueue, start: number): boolean {
  return (window.nextOpening(window.nextDay(start - 86_400_000)) ?? Infinity) < start;
}

/** Places the contacts of each group at the start of a play. Attempts in flight end. */
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
  /** Contacts that finished the last step; null if not known. */
  finished: number | null;
  finish: (queue: CalendarQueue, cell: number, count: number, from: number, until: number) => void;
  /** Ends contacts that have had their last step that contacts them. */
  close: (count: number, at: number) => void;
}): void {
  const stage = { hasNewcomers: groups.some(({ newcomers }) => newcomers > 0), finished };
  groups.forEach((group, index) => {
    const queue = queues[index];
    if (!queue) return;
    const place = (waiting: DueContacts, isToday: boolean): { cell: number; count: number }[] =>
      placesOf({ waiting, stage, model, draws })
        .filter(({ count }) => count > 0)
        .map(({ place, count }) => {
          // Most contacts with a retry today were already tried today, and have an attempt left.
          const today = isToday ? Math.min(place.tried, model.maxPerDay - 1) : 0;
          return { cell: cells.toCell({ ...place, today }), count };
        });
    const wasOpen = openedToday(queue, start);
    for (const waiting of group.due) {
      const at = queue.window.nextOpening(Math.max(waiting.at, start)) ?? Infinity;
      if (waiting.isWithoutContact && model.endsWithoutContact && at < Infinity) {
        close(waiting.contacts, at);
        continue;
      }
      const isRetry = waiting.reason === undefined || waiting.reason === 'retry.waiting';
      for (const part of place(waiting, isRetry && wasOpen && at < queue.dayEnd))
        queue.later.add({ at, ...part });
    }
    const reason = stage.hasNewcomers ? 'contact.new' : 'retry.waiting';
    const inFlight: DueContacts = { at: start, contacts: group.inFlight, reason };
    for (const { cell, count } of place(inFlight, true)) {
      finish(queue, cell, count, start - occupiedMs, start);
    }
  });
}
