import type { Attempt } from '../../../domain/attempt/attempt.ts';
import { isToEnd } from '../../../rules/to-end.ts';
import type { EngineTimes } from '../../kit.ts';
import type { Performer } from '../../sending/performer.ts';
import { permitGraceMs } from './left-behind.ts';

/** Calculates when an open attempt is checked next. */
export type NextChecks = {
  /** Returns the business time of the next check; null if an event comes instead. */
  dueAt: (attempt: Attempt, now: { at: number; campaign: { hangUp: boolean } }) => number | null;
  /** Records that the provider is asked about an attempt now. */
  noteAsked: (attempt: string, at: number) => void;
  forget: (attempt: string) => void;
};

/** The longest wait before an attempt is asked about: a ring timeout of ten minutes, and a minute. */
const longestWaitMs = 11 * 60_000;

export function createNextChecks({
  performer,
  times: { searchEveryMs, searchPeriodMs },
}: {
  performer: Pick<Performer, 'isPlacing' | 'isSearching'>;
  times: Pick<EngineTimes, 'searchEveryMs' | 'searchPeriodMs'>;
}): NextChecks {
  const longestMs = Math.max(longestWaitMs, searchPeriodMs);
  /** The time until which the provider is not asked again, by attempt. */
  const asked = new Map<string, number>();

  /** An attempt that was ordered to end is checked soon and repeatedly, because the order may have been lost. */
  const endDueAt = ({ id }: Attempt, at: number): number => {
    const next = asked.get(id) ?? at + searchEveryMs;
    asked.set(id, next);
    return next > at + searchEveryMs ? at : next;
  };

  return {
    noteAsked: (id, at) => void asked.set(id, at + searchEveryMs),
    forget: (id) => void asked.delete(id),
    dueAt(attempt, { at, campaign }) {
      const { id, state, checkAt, searchUntil } = attempt;
      if (performer.isSearching(id)) return null;
      // Its result comes as an event. The turn that decides on the result sees another state here.
      if (state === 'sending') return performer.isPlacing(id) ? null : at + permitGraceMs;
      if (isToEnd(attempt, campaign)) return endDueAt(attempt, at);
      const known = searchUntil === null ? checkAt : Math.min(checkAt ?? searchUntil, searchUntil);
      if (known === null) return null;
      const askedUntil = asked.get(id) ?? 0;
      // A time later than every rule allows was set before the clock was set back.
      const due = known > at + longestMs ? at : known;
      return Math.max(due, askedUntil > at + searchEveryMs ? 0 : askedUntil);
    },
  };
}
