import { sleep } from '../../../platform/clock.ts';
import type { SystemClock } from '../../../platform/clock.ts';
import type { BusMessage } from '../../../messaging/contract.ts';

/** The replies of other instances to emergency stops. */
export type StopReplies = {
  /**
   * Calls `announce`, which resolves with the instances that must reply. Resolves when all of them have read the stops of
   * the revision `rev`, and after `timeoutMs` at the latest: a reply may be lost.
   */
  gather: (input: {
    rev: number;
    timeoutMs: number;
    announce: () => Promise<readonly string[]>;
  }) => Promise<void>;
  onReply: (message: BusMessage<'holds.replies'>) => void;
};

/** A reply may come before it is known who must reply. */
type Waiting = { rev: number; replied: Set<string>; check: () => void };

export function createStopReplies({ system }: { system: SystemClock }): StopReplies {
  const all = new Set<Waiting>();
  return {
    async gather({ rev, timeoutMs, announce }) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const waiting: Waiting = { rev, replied: new Set(), check: () => undefined };
      all.add(waiting);
      try {
        const wanted = await announce();
        waiting.check = () => wanted.every((id) => waiting.replied.has(id)) && resolve();
        waiting.check();
        await Promise.race([promise, sleep({ clock: system, ms: timeoutMs })]);
      } finally {
        all.delete(waiting);
      }
    },
    onReply({ instance, rev }) {
      for (const waiting of all) {
        if (rev < waiting.rev) continue;
        waiting.replied.add(instance);
        waiting.check();
      }
    },
  };
}
