import type { OwnedCampaign } from '../../../persistence/contract/campaigns/owned.ts';
import type { HandedStarts } from '../../../persistence/contract/attempts/limits.ts';
import type { RequestKey } from '../../../domain/request-key.ts';
import { sleep } from '../../../platform/clock.ts';
import type { ActorEvent, StorableEvent } from '../../events.ts';
import type { CampaignMemory } from '../../turn/campaign-memory.ts';
import { createActorContext } from './actor-context.ts';
import type { CampaignActorInput } from './actor-input.ts';
import { endActor, reportVoid, takeTurn } from './actor-turn.ts';
import { isAt } from './catch-up.ts';
import type { Progress } from './catch-up.ts';
import { createPump } from './pump.ts';
import { movedAway } from '../refusals.ts';

/** One campaign, run by its owner: decides on its events in batches, one turn after another. */
export type CampaignActor = {
  readonly campaign: string;
  /**
   * Resolves with the answer once the event is committed. Rejects if it is refused or could not be stored. `order`: see
   * `PendingEvent`.
   */
  send: (event: ActorEvent, request?: RequestKey, order?: RequestKey) => Promise<unknown>;
  /** Adds an event whose answer is not awaited. It is kept until it is committed. */
  post: (event: ActorEvent) => void;
  /** Adds an event that the stored inbox has under `id`. The turn that decides it removes it from the inbox. */
  take: (stored: { id: string; event: StorableEvent }) => void;
  /**
   * Makes a turn due: the clock moved, a limit was freed, the inbox has events, or another instance changed the
   * campaign.
   */
  wake: (why?: 'inbox' | 'changed') => void;
  /**
   * Records that another instance has committed up to this revision. No turn decides, and no permit is used, on an
   * older state.
   */
  catchUp: (progress: Progress) => void;
  /**
   * Begins with a campaign that `read` reads, unless a turn has already read it or another instance has changed it
   * meanwhile. If `read` resolves with null, the first turn reads it.
   */
  begin: (read: () => Promise<OwnedCampaign | null>) => Promise<void>;
  isStarved: () => boolean;
  /** Returns whether contacts wait for a circuit breaker, or may do so after the turn that runs. */
  awaitsBreaker: () => boolean;
  /** Returns whether a turn runs. */
  isTurning: () => boolean;
  /** Returns whether no event waits, no turn runs and no effect is under way. */
  isIdle: () => boolean;
  /** The number of attempts that are, or may be, at the provider. */
  inFlight: () => number;
  /** The number of events that no turn has taken yet. */
  queued: () => number;
  /** Voids every unused permit at once. */
  voidPermits: () => void;
  /** Returns the committed state; null before the first turn, and while it must be read again. */
  memory: () => CampaignMemory | null;
  /**
   * Starts no more attempts, voids unused permits, records the results of work under way for some seconds, and ends.
   * Resolves with the events that could not be committed and that no inbox has. Later results go to `onLate`.
   */
  stop: () => Promise<readonly ActorEvent[]>;
  /** Resolves when no effect is under way, such as a placement without an answer. */
  underWay: () => Promise<void>;
  /** What an actor that has stopped leaves to the next owner. */
  unusedStarts: () => HandedStarts;
};

/** How long a campaign that is handed over waits for answers that are under way. A container has ten seconds. */
const drainMs = 5_000;
/**
 * The maximum number of turns of a stopping actor if the store does not answer. The next owner finds the open attempts
 * at the provider.
 */
const drainRounds = 20;

export function createCampaignActor(input: CampaignActorInput): CampaignActor {
  const { campaign, clocks, observer } = input;
  const pump = createPump({
    turn: () => takeTurn(context),
    breathe: input.breathe,
    gather: input.gather,
    isStopped: () => state.phase === 'stopped',
  });
  const context = createActorContext({ input, wake: pump.wake });
  const { state, changes, performer } = context;
  const { queue } = state;
  const isBusy = (): boolean => pump.isRunning() || queue.length > 0;
  const wake: CampaignActor['wake'] = (why) => {
    if (why === 'inbox') state.isInboxFull = true;
    if (why === 'changed') state.isChanged = true;
    pump.wake();
  };

  return {
    campaign,
    wake,
    post: context.post,
    take({ id, event }) {
      queue.push({ event, inboxId: id });
      pump.wake();
    },
    catchUp(progress) {
      if (isAt(state.memory?.record, progress)) return reportVoid(context);
      changes.note(progress);
      wake('changed');
    },
    async begin(read) {
      // An event that arrives from now on is announced.
      state.isInboxFull = false;
      const owned = await read();
      if (owned && !owned.hasEvents && !state.isChanged && !state.memory) state.owned = owned;
      else state.isInboxFull = true;
      pump.wake();
    },
    isStarved: () => state.isStarved,
    awaitsBreaker: () => state.awaitsBreaker || pump.isRunning(),
    isTurning: pump.isRunning,
    isIdle: () => !isBusy() && performer.isIdle(),
    inFlight: () => (state.memory?.record.counters.open ?? 0) - performer.unsent(),
    queued: () => queue.length,
    voidPermits: () => performer.perform({ type: 'void-permits' }),
    memory: () => state.memory,
    unusedStarts: performer.unusedStarts,
    underWay: performer.idle,
    send(event, request, order) {
      if (state.phase !== 'running') return Promise.reject(movedAway(campaign));
      return new Promise((resolve, reject) => {
        const cause = observer.cause();
        queue.push({ event, inboxId: null, request, order, cause, resolve, reject });
        pump.wake();
      });
    },
    async stop() {
      if (state.phase === 'running') state.phase = 'draining';
      performer.perform({ type: 'void-permits' });
      const idle = pump.settled().then(performer.idle);
      await Promise.race([idle, sleep({ clock: clocks.system, ms: drainMs })]);
      for (let round = 0; round < drainRounds && isBusy(); round += 1) {
        pump.wake();
        await pump.settled();
      }
      return endActor(context, []);
    },
  };
}
