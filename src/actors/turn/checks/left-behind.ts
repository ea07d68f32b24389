import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { SendLog } from '../../../persistence/send-log/contract.ts';
import type { Clocks } from '../../../platform/clock.ts';
import type { Performer } from '../../sending/performer.ts';

/** The permit of another process has certainly expired this long after its end. */
export const permitGraceMs = 1_000;

/** Finds the attempts that an earlier process, or another instance, left behind. */
export type LeftBehind = {
  /**
   * Whether an attempt in `sending` was left behind, because this process is not sending it: it is not known whether it
   * was sent. Its permit has expired by the time of the store, or it has been known here for longer than a permit
   * lives, because that time may have been set back.
   */
  isLeftBehind: (attempt: Attempt) => boolean;
  /** Whether it was certainly not sent. Its slot can be given back. */
  isProvedUnsent: (attempt: Attempt) => boolean;
  forget: (attempt: string) => void;
};

export function createLeftBehind({
  clocks: { system, store },
  performer,
  sendLog,
  permitMs,
}: {
  clocks: Pick<Clocks, 'system' | 'store'>;
  performer: Pick<Performer, 'isPlacing'>;
  sendLog: Pick<SendLog, 'isUnsent'>;
  permitMs: number;
}): LeftBehind {
  /** The attempts in `sending`, with the monotonic time at which this process saw them first. */
  const seen = new Map<string, number>();
  return {
    isLeftBehind({ id, state, permitUntil }) {
      if (state !== 'sending' || performer.isPlacing(id)) return false;
      const since = seen.get(id) ?? system.monotonic();
      seen.set(id, since);
      const isOld = system.monotonic() - since > permitMs + permitGraceMs;
      return isOld || store.now() > (permitUntil ?? 0) + permitGraceMs;
    },
    isProvedUnsent: ({ id, state }) =>
      (state === 'sending' || state === 'unknown') && !performer.isPlacing(id) && sendLog.isUnsent(id),
    forget: (id) => void seen.delete(id),
  };
}
