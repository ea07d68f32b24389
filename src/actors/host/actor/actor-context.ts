import type { ActorEvent } from '../../events.ts';
import type { Performer } from '../../sending/performer.ts';
import { createTurnSize } from '../../turn/turn-size.ts';
import type { TurnSize } from '../../turn/turn-size.ts';
import { createTurnRunner } from '../../turn/turn.ts';
import type { CampaignActorInput } from './actor-input.ts';
import { newActorState } from './actor-state.ts';
import type { ActorState } from './actor-state.ts';
import { createAlarm } from './alarm.ts';
import type { Alarm } from './alarm.ts';
import { createCatchUp } from './catch-up.ts';
import type { CatchUp } from './catch-up.ts';
import { createFoundAttempts } from './found-attempts.ts';
import type { FoundAttempts } from './found-attempts.ts';

/** What the turns of one campaign actor use. */
export type ActorContext = Pick<
  CampaignActorInput,
  | 'campaign'
  | 'epoch'
  | 'store'
  | 'clocks'
  | 'kit'
  | 'log'
  | 'windowsFor'
  | 'readable'
  | 'onFenced'
  | 'onVoided'
  | 'onCommitted'
> & {
  state: ActorState;
  /** See `CampaignActor`. */
  post: (event: ActorEvent) => void;
  changes: CatchUp;
  performer: Performer;
  /** A timer for the next turn that is due. */
  alarm: Alarm;
  found: FoundAttempts;
  size: TurnSize;
  runTurn: ReturnType<typeof createTurnRunner>;
};

/** The epoch of the first owner of a campaign. */
const firstEpoch = 1;

export function createActorContext({
  input,
  wake,
}: {
  input: CampaignActorInput;
  wake: () => void;
}): ActorContext {
  const { campaign, store, clocks, kit } = input;
  const state = newActorState();
  const changes = createCatchUp({ store, campaign, system: clocks.system, maxMs: kit.times.permitMs });
  const post = (event: ActorEvent): void => {
    if (state.phase === 'stopped') return input.onLate(event);
    state.queue.push({ event, inboxId: null });
    wake();
  };
  const performer = input.createPerformer({
    post,
    memory: () => state.memory,
    isBehind: () => changes.isBehind(state.memory?.record ?? null),
  });
  const checks = input.createChecks(performer);
  const size = createTurnSize();
  // A new owner searches for all open attempts at the provider first.
  checks.all();
  return {
    ...input,
    state,
    post,
    changes,
    performer,
    alarm: createAlarm(wake),
    found: createFoundAttempts(input),
    size,
    runTurn: createTurnRunner({
      ...input,
      mayMint: () => state.phase === 'running',
      isForeign: false,
      takenAt: input.epoch > firstEpoch ? Math.floor(clocks.business.now()) : null,
      performer,
      checks,
      size,
    }),
  };
}
