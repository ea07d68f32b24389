import type { Channel, PrepareOutcome, Touch } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { ActorEvent } from '../events.ts';

/** The touches that this process prepares. It is kept in memory only: another owner prepares them again. */
export type Preparing = {
  /**
   * Prepares a touch, which is read if it is null, unless it is prepared or being prepared. Resolves once it is ready or
   * has failed.
   */
  begin: (attempt: Attempt, touch: Touch | null) => Promise<void>;
  /** Returns whether a touch is prepared or being prepared. */
  has: (attempt: string) => boolean;
  /** Returns whether a touch is prepared and can be sent once it has its permit. */
  isReady: (attempt: string) => boolean;
  /** Removes attempts that were sent or have ended. */
  forget: (attempts: readonly string[]) => void;
};

export function createPreparing({
  channels,
  readTouch,
  post,
}: {
  channels: ReadonlyMap<string, Channel>;
  readTouch: (attempt: Attempt) => Promise<Touch>;
  post: (event: ActorEvent) => void;
}): Preparing {
  const underWay = new Set<string>();
  const ready = new Set<string>();

  return {
    has: (id) => underWay.has(id) || ready.has(id),
    isReady: (id) => ready.has(id),
    forget(attempts) {
      for (const id of attempts) {
        underWay.delete(id);
        ready.delete(id);
      }
    },
    async begin(attempt, touch) {
      const { id, channel } = attempt;
      if (underWay.has(id) || ready.has(id)) return;
      underWay.add(id);
      const outcome = await prepareTouch({
        channel: channels.get(channel),
        touch: touch ?? readTouch(attempt),
      });
      // It may have been given up while it was being prepared.
      if (!underWay.delete(id)) return;
      if (outcome.kind === 'prepared') ready.add(id);
      post({ type: 'prepared', attempt: id, outcome });
    },
  };
}

/** Prepares a touch. Never throws. Nothing is sent here, so a failure proves that the attempt was not placed. */
async function prepareTouch({
  channel,
  touch: known,
}: {
  channel: Channel | undefined;
  touch: Touch | Promise<Touch>;
}): Promise<PrepareOutcome> {
  try {
    const touch = await known;
    if (!channel)
      return { kind: 'barred', fault: 'configuration', detail: `no channel ${touch.step.channel} is set up` };
    return (await channel.prepare?.({ touch })) ?? { kind: 'prepared' };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const detail = `it could not be prepared: ${why}`;
    return { kind: 'not-placed', reason: 'unreachable', retryAfterMs: null, detail };
  }
}
