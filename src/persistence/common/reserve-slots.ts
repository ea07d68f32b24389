import type { LimitStore, Reservation } from '../contract/attempts/limits.ts';
import { keepingHanded, withoutStarts } from './handed-starts.ts';
import type { StoredAnswer } from './handed-starts.ts';
import {
  afterStarts,
  decideReservation,
  freshLimit,
  inheritedBy,
  rollOver,
  withoutFuture,
} from './limit-rules.ts';
import type { LimitState } from './limit-rules.ts';

/** What a reservation grants and what is stored for it. */
export type Reserved = {
  answer: Reservation;
  /** Each limit with the planned starts. The slots, one for each start, are not in `held` yet. */
  limits: readonly { scope: string; state: LimitState }[];
  /** The answer for a repeat, with what is left of the starts that the owner before has handed over. */
  kept: StoredAnswer;
};

/** Decides a reservation that has no answer yet, on the stored limits and the last stored answer of the campaign. */
export function reserveSlots(
  { caps, want, now, since, horizonMs, hour, day, epoch }: Parameters<LimitStore['reserve']>[0],
  stored: {
    last: Pick<StoredAnswer, 'handed'>;
    /** Returns null for a limit that was never used. */
    stateOf: (scope: string) => LimitState | null;
  },
): Reserved {
  const limits = caps.map((cap) => {
    const state = stored.stateOf(cap.scope) ?? freshLimit({ cap, now, hour, day });
    return { cap, state: rollOver(withoutFuture({ cap, state, now, horizonMs }), { hour, day }) };
  });
  const answer = decideReservation({
    limits,
    want,
    now,
    horizonMs,
    inherited: inheritedBy({ last: stored.last, caps, now, horizonMs, epoch }),
    ...(since !== undefined && { since }),
  });
  return {
    answer,
    limits: limits.map(({ cap, state }) => ({
      scope: cap.scope,
      state: afterStarts(cap, state, answer.starts),
    })),
    kept: keepingHanded(answer, withoutStarts(stored.last, answer.starts)),
  };
}
