import type { Store } from '../../../persistence/contract/store.ts';
import type { SystemClock } from '../../../platform/clock.ts';
import { ownedBy, shareOf } from './share.ts';
import type { Taking } from './taking.ts';

/** The maximum number of campaigns that are claimed before the list of campaigns without an owner is read again. */
const orphansAtOnce = 500;
/** The number that is claimed in one request. */
const claimsAtOnce = 100;
/** No request is sent after this time: the instance must renew its heartbeat. The next round takes the others. */
const takeMs = 2_000;

/**
 * Creates the function that takes campaigns without an owner, or with one of `gone`, up to the share of this instance
 * among those that are `alive`, for up to about two seconds. Resolves with whether none is left.
 */
export function createOrphanTaker({
  instance,
  store,
  system,
  takeAll,
  isStopped,
}: {
  instance: string;
  store: Pick<Store, 'listOrphans' | 'countByOwner'>;
  system: Pick<SystemClock, 'monotonic'>;
  takeAll: Taking['takeAll'];
  isStopped: () => boolean;
}): (input: { alive: ReadonlySet<string>; gone: readonly string[] }) => Promise<boolean> {
  return async ({ alive, gone }) => {
    const began = system.monotonic();
    for (;;) {
      const orphans = await store.listOrphans({ dead: gone, limit: orphansAtOnce });
      if (orphans.length === 0) return true;
      let room = await readRoom({ store, instance, alive });
      let taken = 0;
      const left = [...fromOwnPlace({ orphans, alive, instance })];
      while (left.length > 0) {
        if (isStopped() || room <= 0 || system.monotonic() - began > takeMs) return false;
        const count = await takeAll(left.splice(0, Math.min(room, claimsAtOnce)));
        room -= count;
        taken += count;
      }
      if (taken === 0) return false;
    }
  };
}

/**
 * Returns how many more campaigns an instance takes: no more than its share, so that instances that start now also get
 * their share.
 */
async function readRoom({
  store,
  instance,
  alive,
}: {
  store: Pick<Store, 'countByOwner'>;
  instance: string;
  alive: ReadonlySet<string>;
}): Promise<number> {
  const counts = await store.countByOwner();
  return shareOf({ counts, instances: alive.size }) - ownedBy({ counts, instance });
}

/**
 * Rotates the list so that each instance starts at a different place. Instances then seldom claim the same campaign.
 */
function fromOwnPlace<Item>({
  orphans,
  alive,
  instance,
}: {
  orphans: readonly Item[];
  alive: ReadonlySet<string>;
  instance: string;
}): readonly Item[] {
  const rank = [...alive].filter((id) => id < instance).length;
  const start = Math.floor((rank / Math.max(1, alive.size)) * orphans.length);
  return [...orphans.slice(start), ...orphans.slice(0, start)];
}
