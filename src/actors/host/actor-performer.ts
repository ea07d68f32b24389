import { limitKeys } from '../../rules/limits/limits.ts';
import { limitedAttempt } from '../sending/limits.ts';
import { createPacer } from '../sending/pacing/pacer.ts';
import { createPerformer } from '../sending/performer.ts';
import type { Performer } from '../sending/performer.ts';
import { createPermits } from '../sending/permits.ts';
import type { ActorFace } from './actor/actor-face.ts';
import { createPaces } from './paces.ts';
import type { RegistryParts } from './registry-parts.ts';

/** Creates the performers of the actors of one instance. They share the pacer, because limits are shared. */
export function actorPerformers(parts: RegistryParts): (face: ActorFace) => Performer {
  const { clocks, kit, lease, sendLog, times } = parts;
  const pacer = createPacer({
    business: clocks.business,
    marginMs: parts.pacingMarginMs,
    from: parts.paceFrom,
  });
  return ({ post, memory, isBehind }) => {
    const pacesOf = createPaces(parts);
    return createPerformer({
      channels: parts.channels,
      facts: kit.channels,
      clocks,
      pacer,
      permits: createPermits({
        system: clocks.system,
        clock: clocks.store,
        lease,
        sendLog,
        ttlMs: times.permitMs,
      }),
      log: parts.log,
      observer: parts.observer,
      post,
      readTouch: parts.readTouch,
      alert: ({ code, detail }) => parts.alert({ code, detail }),
      attemptOf: (id) => memory()?.open.get(id)?.attempt ?? null,
      pacesOf(attempt) {
        const known = memory();
        return known ? pacesOf(known, attempt) : [];
      },
      scopesOf(attempt) {
        const known = memory();
        if (!known) return [];
        const touch = limitedAttempt(known.record, attempt);
        return limitKeys({ channels: kit.channels, touch, phase: 'send' });
      },
      mayStart({ id, sender }) {
        const known = memory();
        const open = known?.open.get(id);
        if (isBehind() || !parts.knowledge.isTimeKnown() || !known || !open) return false;
        const { client } = known.record;
        if (parts.knowledge.isStopped(client)) return false;
        const senders = parts.knowledge.knownSenders(client);
        if (sender !== null && senders?.maySend(sender, clocks.business.now()) === false) return false;
        return known.windowOf(open.enrollment.calendar).isOpen(clocks.business.now());
      },
    });
  };
}
