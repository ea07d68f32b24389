import type { Logger } from 'pino';
import type { Channel } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { sleep } from '../../platform/clock.ts';
import type { SystemClock } from '../../platform/clock.ts';
import type { ActorEvent } from '../events.ts';

/** Sends orders to end attempts to their providers. */
export type Ending = {
  /**
   * Ends a live or queued attempt, unless that is already under way. Posts `not-ended`, once, if the provider does not
   * end it.
   */
  end: (attempt: Attempt) => Promise<void>;
  /** Removes an attempt from the queue of the provider, if it has not started. */
  cancelQueued: (attempt: Attempt) => Promise<void>;
};

/**
 * The maximum number of tries of an order, with a growing pause. After that it is repeated at each check of the
 * attempt, until the attempt has ended.
 */
const maxTries = 5;
const retryMs = 2_000;

export function createEnding({
  channels,
  system,
  log,
  post,
}: {
  channels: ReadonlyMap<string, Channel>;
  system: SystemClock;
  log: Logger;
  post: (event: ActorEvent) => void;
}): Ending {
  const ending = new Set<string>();
  /** The attempts that could not be ended and were reported. */
  const notEnded = new Set<string>();

  /** Returns whether the provider accepted the order. */
  const order = async (attempt: Attempt, verb: 'end' | 'cancelQueued'): Promise<boolean> => {
    for (let tries = 1; tries <= maxTries; tries += 1) {
      try {
        await channels.get(attempt.channel)?.[verb](attempt);
        return true;
      } catch (error) {
        log.warn({ attempt: attempt.id, err: error, tries }, 'the provider did not end the attempt');
        await sleep({ clock: system, ms: retryMs * tries });
      }
    }
    return false;
  };

  return {
    async cancelQueued(attempt) {
      await order(attempt, 'cancelQueued');
    },
    async end(attempt) {
      const { id } = attempt;
      if (ending.has(id)) return;
      ending.add(id);
      const isAccepted = await order(attempt, 'end');
      ending.delete(id);
      if (isAccepted) notEnded.delete(id);
      else if (!notEnded.has(id)) {
        notEnded.add(id);
        post({ type: 'not-ended', attempt: id });
      }
    },
  };
}
