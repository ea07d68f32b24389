import type { ActorEvent } from '../events.ts';

/** How long nothing is sent after the carrier has asked for patience without saying for how long. */
const usualMs = 5_000;

/** Until when the carrier has asked to be left alone, by the answers this owner has seen. Business time. */
export function createThrottling(): {
  note: (events: readonly ActorEvent[], at: number) => void;
  until: () => number;
} {
  let until = 0;
  let lastAt = 0;
  return {
    until: () => until,
    note(events, at) {
      // A clock that was set back since left it in the future: then it counts from now.
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
