import type { Breaker } from '../../domain/breaker.ts';
import type { BusMessage } from '../../messaging/contract.ts';
import type { TurnRunnerInput } from '../turn/turn-context.ts';
import type { ActorRegistry } from './actor-registry.ts';
import type { RuntimeInput } from './runtime-input.ts';

/** Tells all instances that circuit breakers have changed, so that the campaigns that wait for them check again. */
export type BreakerChanges = {
  /** Wakes the other campaigns of this instance, and tells the other instances. */
  announce: TurnRunnerInput['onBreakers'];
  onMessage: (message: BusMessage<'breakers'>) => void;
};

type State = BusMessage<'breakers'>['state'];

function stateOf({ open, probe }: Breaker): State {
  if (!open) return 'closed';
  return probe ? 'probing' : 'open';
}

export function createBreakerChanges({
  instance,
  bus,
  registry,
}: Pick<RuntimeInput, 'instance' | 'bus'> & {
  registry: () => Pick<ActorRegistry, 'all'>;
}): BreakerChanges {
  /** While a probe is out, no other campaign may start anything. */
  const wakeWaiting = (state: State, except: string | null): void => {
    if (state === 'probing') return;
    for (const actor of registry().all())
      if (actor.campaign !== except && actor.awaitsBreaker()) actor.wake();
  };
  return {
    announce({ campaign, changes }) {
      for (const { breaker } of changes) {
        const state = stateOf(breaker);
        wakeWaiting(state, campaign);
        const message = { breaker: breaker.key, rev: breaker.rev, state, from: instance };
        void bus.publish({ subject: 'breakers', message });
      }
    },
    onMessage({ from, state }) {
      if (from !== instance) wakeWaiting(state, null);
    },
  };
}
