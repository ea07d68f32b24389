import type { BusMessage } from '../../../messaging/contract.ts';
import type { ActorRegistry } from '../actor-registry.ts';
import type { InstanceKnowledge } from '../instance-knowledge.ts';
import type { RuntimeInput } from '../runtime-input.ts';
import { createStopReplies } from './stop-replies.ts';
import type { StopReplies } from './stop-replies.ts';

/** Applies emergency stops to the campaigns of this instance. */
export type EmergencyStops = {
  /**
   * Voids the permits of campaigns that a stop covers, or whose client is not known yet. Every campaign checks again.
   */
  apply: () => void;
  /**
   * Reads the stops, applies them and tells the other instances. Resolves once nothing can start under them: each living
   * instance has replied, or its permits have run out.
   */
  announce: () => Promise<void>;
  /** Reads the stops, applies them, and replies. */
  onMessage: (message: BusMessage<'holds'>) => void;
  onReply: StopReplies['onReply'];
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
  isDead,
}: Pick<RuntimeInput, 'instance' | 'store' | 'bus' | 'clocks' | 'times' | 'log'> & {
  registry: Pick<ActorRegistry, 'all'>;
  knowledge: Pick<InstanceKnowledge, 'stops' | 'refresh' | 'isStopped' | 'revision'>;
  isDead: (instance: string) => boolean;
}): EmergencyStops {
  const replies = createStopReplies({ system });
  const apply = (): void => {
    for (const actor of registry.all()) {
      const client = actor.memory()?.record.client;
      if (client === undefined || knowledge.isStopped(client)) actor.voidPermits();
      actor.wake();
    }
  };
  const others = async (): Promise<string[]> =>
    (await store.listInstances()).flatMap(({ id }) => (id === instance || isDead(id) ? [] : [id]));
  const applyAndReply = async ({ from, rev }: BusMessage<'holds'>): Promise<void> => {
    await knowledge.refresh();
    apply();
    const known = knowledge.revision();
    // The store may show the stop late. The message is handled again a moment later.
    if (rev === undefined || known < rev) return;
    await bus.publish({ subject: 'holds.replies', to: from, message: { instance, rev: known } });
  };
  return {
    apply,
    onReply: replies.onReply,
    async announce() {
      await knowledge.refresh();
      apply();
      const rev = knowledge.revision();
      await replies.gather({
        rev,
        timeoutMs: times.permitMs,
        async announce() {
          await bus.publish({ subject: 'holds', message: { from: instance, rev } });
          return others();
        },
      });
    },
    onMessage(message) {
      if (message.from === instance) return;
      for (const actor of registry.all()) actor.voidPermits();
      applyAndReply(message).catch((error: unknown) =>
        log.error({ err: error }, 'emergency stops were not read'),
      );
    },
  };
}
