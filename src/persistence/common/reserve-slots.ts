import type { LimitCap, LimitStore, Reservation } from '../contract/attempts/limits.ts';
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
import type { Limit, LimitState } from './limit-rules.ts';
import { startsByPick } from './spread-starts.ts';

/** What a reservation grants and what is stored for it. */
export type Reserved = {
  answer: Reservation;
  /** Each limit that changes, with its planned starts. Its new slots, `by`, are not in `held` yet. */
  limits: readonly { scope: string; state: LimitState; by: number }[];
  /** The answer for a repeat, with what is left of the starts that the owner before has handed over. */
  kept: StoredAnswer;
};

/** Decides a reservation that has no answer yet, on the stored limits and the last stored answer of the campaign. */
export function reserveSlots(
  { caps, among, want, now, since, horizonMs, hour, day, epoch }: Parameters<LimitStore['reserve']>[0],
  stored: {
    last: Pick<StoredAnswer, 'handed'>;
    /** Returns null for a limit that was never used. */
    stateOf: (scope: string) => LimitState | null;
  },
): Reserved {
  const limitOf = (cap: LimitCap): Limit => {
    const state = stored.stateOf(cap.scope) ?? freshLimit({ cap, now, hour, day });
    return { cap, state: rollOver(withoutFuture({ cap, state, now, horizonMs }), { hour, day }) };
  };
  const limits = caps.map(limitOf);
  const lanes = among?.map((lane) => ({ ...limitOf(lane.cap), want: lane.want }));
  const answer = decideReservation({
    limits,
    ...(lanes && { among: lanes }),
    want,
    now,
    horizonMs,
    inherited: inheritedBy({ last: stored.last, caps, now, horizonMs, epoch }),
    ...(since !== undefined && { since }),
  });
  return {
    answer,
    limits: [
      ...limits.map((limit) => taken(limit, answer.starts)),
      ...startsByPick(answer, lanes?.length ?? 0).flatMap((own, index) => {
        const lane = lanes?.[index];
        return lane && own.length > 0 ? [taken(lane, own)] : [];
      }),
    ],
    kept: keepingHanded(answer, withoutStarts(stored.last, answer.starts)),
  };
}

function taken({ cap, state }: Limit, starts: readonly number[]): Reserved['limits'][number] {
  return { scope: cap.scope, state: afterStarts(cap, state, starts), by: starts.length };
}
