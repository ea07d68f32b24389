import type { Logger } from 'pino';
import { createWorkCounter } from '../../sending/work-counter.ts';
import type { ActorEvent, StorableEvent } from '../../events.ts';
import type { CampaignActor } from './campaign-actor.ts';

/** Keeps what actors learn and cannot commit, in the inbox of the campaign, where its next owner finds it. */
export type LateResults = {
  /**
   * Takes the events that an actor has left at its end, and counts what is still under way of it. Resolves once the events
   * are stored. Never rejects.
   */
  take: (
    actor: Pick<CampaignActor, 'campaign' | 'underWay'>,
    unhandled: readonly ActorEvent[],
  ) => Promise<void>;
  /** Keeps an event that came after the end of the actor. */
  add: (campaign: string, event: ActorEvent) => void;
  /** Resolves once nothing is under way of any actor that has ended. */
  settled: () => Promise<void>;
};

type Result = Extract<StorableEvent, { type: 'evidence' | 'placed' }>;

function isResult(event: ActorEvent): event is Result {
  return event.type === 'evidence' || event.type === 'placed';
}

export function createLateResults({
  keep,
  log,
}: {
  keep: (campaign: string, event: StorableEvent) => Promise<void>;
  log: Logger;
}): LateResults {
  const work = createWorkCounter();
  const keepAll = async (campaign: string, events: readonly Result[]): Promise<void> => {
    for (const event of events) {
      try {
        await keep(campaign, event);
      } catch (error) {
        const { type, attempt } = event;
        log.error({ campaign, attempt, type, err: error }, 'a result was not stored for the new owner');
      }
    }
  };
  return {
    async take(actor, unhandled) {
      work.add(actor.underWay());
      await keepAll(actor.campaign, unhandled.filter(isResult));
    },
    add(campaign, event) {
      if (isResult(event)) work.add(keepAll(campaign, [event]));
    },
    settled: work.idle,
  };
}
