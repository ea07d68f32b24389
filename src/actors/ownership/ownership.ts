import type { Logger } from 'pino';
import type { Cancel, SystemClock } from '../../platform/clock.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { createDeathWatch } from './lease.ts';
import type { createLease, LeaseTimes } from './lease.ts';

export type Ownership = {
  /** Beats, looks for orphans and takes them; then goes on doing so every beat. */
  start: () => Promise<void>;
  /** One round now. */
  round: () => Promise<void>;
  /** Takes a campaign that has no owner; the epoch if it worked. */
  take: (input: { campaign: string; epoch: number }) => Promise<number | null>;
  /** Whether an instance's heart beats, as of the last round here; of this instance, by its own lease. */
  isAlive: (instance: string | null) => boolean;
  stop: () => Promise<void>;
};

/**
 * Keeps this instance's heartbeat and takes over campaigns whose owner is gone: none, unknown, or dead by the watch.
 * Taking over is a conditional write that any number may try.
 */
export function createOwnership({
  instance,
  address,
  startedAt,
  store,
  system,
  lease,
  times,
  log,
  owned,
  onTaken,
  onLost,
  onSeen,
}: {
  instance: string;
  address: string | null;
  startedAt: number;
  store: Store;
  system: SystemClock;
  lease: ReturnType<typeof createLease>;
  times: LeaseTimes;
  log: Logger;
  /** Campaigns this instance runs, with their epochs. */
  owned: () => ReadonlyMap<string, number>;
  onTaken: (input: { campaign: string; epoch: number }) => void;
  onLost: (campaign: string) => void;
  /** A campaign that is run here has come so far in the store. */
  onSeen: (input: { campaign: string; rev: number }) => void;
}): Ownership {
  const watch = createDeathWatch({ system, times });
  let timer: Cancel = () => undefined;
  let stopped = false;
  let current: Promise<void> = Promise.resolve();
  let alive: ReadonlySet<string> = new Set();

  const take: Ownership['take'] = async ({ campaign, epoch }) => {
    const next = await store.claimCampaign({ campaign, fromEpoch: epoch, instance });
    if (next === null) return null;
    log.info({ campaign, epoch: next }, 'took over a campaign');
    onTaken({ campaign, epoch: next });
    return next;
  };

  /** An instance takes at most its share of what is there, so that others starting now get theirs. */
  const shareOf = (campaigns: number, alive: number): number => Math.ceil(campaigns / Math.max(1, alive));

  const round = async (): Promise<void> => {
    const renewed = lease.begin();
    await store.beat({ id: instance, startedAt, address });
    renewed();
    const instances = await store.listInstances();
    const dead = watch.observe(instances.filter(({ id }) => id !== instance));
    alive = new Set(instances.map(({ id }) => id).filter((id) => !dead.has(id)));
    const all = await store.listOwnership();
    const mine = owned();
    // Campaigns that have ended need no owner, although an actor may be there a little longer.
    const running = all.filter(({ campaign, epoch }) => mine.get(campaign) === epoch).length;
    let room = shareOf(all.length, alive.size) - running;
    for (const { campaign, owner, epoch, rev } of all) {
      if (stopped) return;
      if (owner === instance && mine.get(campaign) === epoch) {
        onSeen({ campaign, rev });
        continue;
      }
      if (owner !== instance && mine.has(campaign)) onLost(campaign);
      if (owner !== null && owner !== instance && alive.has(owner)) continue;
      if (room <= 0) break;
      if ((await take({ campaign, epoch })) !== null) room -= 1;
    }
  };

  const loop = (): void => {
    if (stopped) return;
    timer = system.at(system.now() + times.beatMs, () => {
      current = round()
        .catch((error: unknown) => log.error({ err: error }, 'the heartbeat failed'))
        .finally(loop);
    });
  };

  return {
    take,
    round,
    isAlive: (id) => (id === instance ? lease.holds() : id !== null && alive.has(id)),
    async start() {
      await round();
      loop();
    },
    async stop() {
      stopped = true;
      timer();
      await current;
    },
  };
}
