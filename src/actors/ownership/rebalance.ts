import type { Logger } from 'pino';
import type { Store } from '../../persistence/contract/store.ts';
import type { SystemClock } from '../../platform/clock.ts';
import type { Instances } from './living-instances.ts';
import { ownedBy, shareOf } from './takeover/share.ts';
import type { OwnerCounts } from './takeover/share.ts';
import type { Random } from '../../platform/random.ts';

/** The maximum number of campaigns that all instances together hand over in one round. */
const maxMoves = 50;
/** How long a campaign that was handed over stays with its new owner. */
const restMs = 60_000;

export type RebalanceParts = {
  random: Random;
  /** Returns the campaigns that this instance runs, those with the fewest open attempts first. */
  candidates: () => readonly string[];
  /** Stops running a campaign, and removes its owner in the store. Resolves with whether it did. */
  handOver: (campaign: string) => Promise<boolean>;
  /** Tells all instances that these campaigns have no owner any more. */
  announce: (campaigns: readonly string[]) => Promise<void>;
};

/** Hands campaigns over when instances have joined. */
export type Rebalance = {
  /**
   * Hands over what this instance owns above its share. Does not wait until it is handed over. Without a change of
   * instances, and if nothing was taken, it reads nothing.
   */
  round: (instances: Known) => Promise<void>;
  /** Notes that this instance has taken campaigns without an owner: others may have taken and released at that time. */
  noteTaken: () => void;
  /** Notes campaigns that an instance has handed over. */
  noteMoved: (campaigns: readonly string[]) => void;
  /** Resolves when nothing is being handed over. */
  settled: () => Promise<void>;
};

/** The living instances. Only those that were seen beating have room. */
type Known = Pick<Instances, 'alive' | 'beating'>;

/**
 * Returns how many campaigns this instance hands over in one round: what is above its share, as far as other instances
 * have room. Instances above their share divide the maximum of a round; a rest is decided by chance.
 */
export function movesOf({
  counts,
  alive,
  beating,
  instance,
  random,
}: Known & {
  counts: OwnerCounts;
  instance: string;
  random: Random;
}): number {
  const share = shareOf({ counts, instances: alive.size });
  const above = (id: string): number => ownedBy({ counts, instance: id }) - share;
  const room = [...beating].reduce((sum, id) => sum + Math.max(0, -above(id)), 0);
  const giving = [...alive].filter((id) => above(id) > 0).length;
  const most = Math.floor(maxMoves / Math.max(1, giving) + random());
  return Math.max(0, Math.min(above(instance), room, most));
}

export function createRebalance({
  instance,
  store,
  system,
  random,
  log,
  candidates,
  handOver,
  announce,
}: RebalanceParts & {
  instance: string;
  store: Pick<Store, 'countByOwner'>;
  system: SystemClock;
  log: Logger;
}): Rebalance {
  const movedAt = new Map<string, number>();
  let known: ReadonlySet<string> = new Set();
  let isBalanced = false;
  let moving: Promise<void> | null = null;

  const isResting = (campaign: string): boolean =>
    system.monotonic() - (movedAt.get(campaign) ?? Number.NEGATIVE_INFINITY) < restMs;

  const move = async (campaigns: readonly string[]): Promise<void> => {
    const results = await Promise.all(
      campaigns.map(async (campaign) => {
        try {
          return await handOver(campaign);
        } catch (error) {
          log.warn({ campaign, err: error }, 'a campaign was not handed over');
          return false;
        }
      }),
    );
    await announce(campaigns.filter((_, index) => results[index]));
  };

  return {
    async round({ alive, beating }) {
      if (known.size !== alive.size || [...alive].some((id) => !known.has(id))) isBalanced = false;
      known = alive;
      if (isBalanced || moving) return;
      const counts = await store.countByOwner();
      const count = movesOf({ counts, alive, beating, instance, random });
      if (ownedBy({ counts, instance }) <= shareOf({ counts, instances: alive.size })) isBalanced = true;
      if (count === 0) return;
      const chosen = candidates()
        .filter((campaign) => !isResting(campaign))
        .slice(0, count);
      if (chosen.length === 0) return;
      log.info(
        { campaigns: chosen.length, instances: alive.size },
        'handing campaigns over to other instances',
      );
      moving = move(chosen)
        .catch((error: unknown) => log.warn({ err: error }, 'handed over campaigns were not announced'))
        .finally(() => (moving = null));
    },
    noteTaken() {
      isBalanced = false;
    },
    noteMoved(campaigns) {
      const now = system.monotonic();
      for (const [campaign, at] of movedAt) if (now - at >= restMs) movedAt.delete(campaign);
      for (const campaign of campaigns) movedAt.set(campaign, now);
    },
    async settled() {
      await moving;
    },
  };
}
