import { everyClient } from '../../domain/contact/party.ts';
import type { BusMessage } from '../../messaging/contract.ts';
import { sleep } from '../../platform/clock.ts';
import type { ActorRegistry } from './actor-registry.ts';
import type { InstanceKnowledge } from './instance-knowledge.ts';
import type { RuntimeInput } from './runtime-input.ts';

/** Applies emergency stops to the campaigns of this instance. */
export type EmergencyStops = {
  /**
   * Voids the permits of campaigns that a stop covers, or whose client is not known yet. Every campaign checks again.
   */
  apply: () => void;
  /** Reads the stops, applies them and tells the other instances. Resolves once nothing can start under them. */
  announce: () => Promise<void>;
  onMessage: (message: BusMessage<'holds'>) => void;
};

export function createEmergencyStops({
  instance,
  store,
  bus,
  clocks: { system },
  times,
  log,
  registry,
  knowledge,
}: Pick<RuntimeInput, 'instance' | 'store' | 'bus' | 'clocks' | 'times' | 'log'> & {
  registry: Pick<ActorRegistry, 'all'>;
  knowledge: Pick<InstanceKnowledge, 'stops' | 'refresh'>;
}): EmergencyStops {
  const apply = (): void => {
    const stopped = new Set(knowledge.stops().map(({ client }) => client));
    for (const actor of registry.all()) {
      const client = actor.memory()?.record.client;
      if (client === undefined || stopped.has(everyClient) || stopped.has(client)) actor.voidPermits();
      actor.wake();
    }
  };
  return {
    apply,
    async announce() {
      await knowledge.refresh();
      apply();
      await bus.publish({ subject: 'holds', message: { from: instance } });
      const others = (await store.listInstances()).filter(({ id }) => id !== instance);
      if (others.length > 0) await sleep({ clock: system, ms: times.permitMs });
    },
    onMessage({ from }) {
      if (from === instance) return;
      for (const actor of registry.all()) actor.voidPermits();
      knowledge
        .refresh()
        .then(apply)
        .catch((error: unknown) => log.error({ err: error }, 'emergency stops were not read'));
    },
  };
}
