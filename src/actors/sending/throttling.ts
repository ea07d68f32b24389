import type { ActorEvent } from '../events.ts';

/** The pause after the carrier asked to wait without a time. */
const usualMs = 5_000;

/**
 * Creates a record of the time until which the carrier asked to wait, from the answers that this owner has seen.
 * Business time.
 */
export function createThrottling(): {
  note: (events: readonly ActorEvent[], at: number) => void;
  until: () => number;
} {
  let until = 0;
  let lastAt = 0;
  return {
    until: () => until,
    note(events, at) {
      // If the clock was set back, the time may be far in the future. Then the pause counts from now.
      if (at < lastAt) until = Math.min(until, at + usualMs);
      lastAt = at;
      for (const event of events) {
        if (event.type !== 'placed' && event.type !== 'prepared') continue;
        if (event.outcome.kind !== 'not-placed') continue;
        const { reason, retryAfterMs } = event.outcome;
        if (reason === 'throttled') until = Math.max(until, at + (retryAfterMs ?? usualMs));
      }
    },
  };
}
