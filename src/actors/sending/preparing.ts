import type { Channel, PrepareOutcome, Touch } from '../../channels/contract.ts';
import type { Attempt, Details } from '../../domain/attempt/attempt.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
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
  /** The facts of a prepared touch that its attempt has from then on. */
  factsOf: (attempt: string) => Details | undefined;
  /** Removes attempts that were sent or have ended. */
  forget: (attempts: readonly string[]) => void;
  /** Lets go what was held ready for an attempt that has ended. */
  release: (input: { client: string; attempt: Attempt }) => void;
};

export function createPreparing({
  channels,
  facts: preparers,
  readTouch,
  post,
}: {
  channels: ReadonlyMap<string, Channel>;
  facts: Pick<Channels, 'preparerOf'>;
  readTouch: (attempt: Attempt) => Promise<Touch>;
  post: (event: ActorEvent) => void;
}): Preparing {
  const underWay = new Set<string>();
  const ready = new Map<string, Details | undefined>();

  return {
    has: (id) => underWay.has(id) || ready.has(id),
    isReady: (id) => ready.has(id),
    factsOf: (id) => ready.get(id),
    forget(attempts) {
      for (const id of attempts) {
        underWay.delete(id);
        ready.delete(id);
      }
    },
    release({ client, attempt }) {
      const { channel, details: facts } = attempt;
      if (facts === null || preparers.preparerOf({ client, channel, facts }) === null) return;
      void channels.get(channel)?.release?.({ client, attempt });
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
      if (outcome.kind === 'prepared') ready.set(id, outcome.facts);
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
