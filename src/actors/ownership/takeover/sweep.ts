import type { OwnershipRecord, Store } from '../../../persistence/contract/store.ts';

export type Alive = { instances: ReadonlySet<string>; dead: ReadonlySet<string> };

/**
 * Checks for what the reads of each beat may have missed: campaigns of this instance that it does not run, or runs
 * with an old revision; owners that are not in the list of instances; ended campaigns that still have slots or
 * events, or news that a dead owner has not read. Resolves with the owners that are not instances. One instance checks
 * the campaigns without an owner: the first living one by id.
 */
export type Sweep = (alive: Alive) => Promise<ReadonlySet<string>>;

/** Takes a campaign for this instance, on condition of its epoch. Resolves with the new epoch if it succeeded. */
export type TakeCampaign = (
  input: Pick<OwnershipRecord, 'campaign' | 'epoch' | 'owner'>,
) => Promise<number | null>;

export type SweepParts = {
  instance: string;
  store: Pick<
    Store,
    'listOwned' | 'listOwing' | 'listInboxes' | 'listEndedNews' | 'dropNews' | 'listOwners' | 'listInstances'
  >;
  /** The campaigns this instance runs, with their epochs. */
  owned: () => ReadonlyMap<string, number>;
  take: TakeCampaign;
  onLost: (campaign: string) => void;
  /** Called with the stored revision of a campaign that is run here. */
  onSeen: (record: OwnershipRecord) => void;
  /** Called if events wait for a campaign. */
  onWaiting: (campaign: string) => Promise<void>;
};

export function createSweep({ instance, store, owned, take, onLost, onSeen, onWaiting }: SweepParts): Sweep {
  const sweepOwn = async (): Promise<void> => {
    const listed = await store.listOwned(instance);
    const mine = owned();
    for (const record of listed) {
      const { campaign, epoch } = record;
      if (mine.get(campaign) === epoch) onSeen(record);
      else await take(record);
    }
    const ids = new Set(listed.map(({ campaign }) => campaign));
    for (const campaign of mine.keys()) if (!ids.has(campaign)) onLost(campaign);
  };

  const sweepEnded = async (isAlive: (owner: string) => boolean): Promise<void> => {
    for (const { campaign, owner, epoch } of await store.listOwing()) {
      const isRun = owner === instance ? owned().has(campaign) : owner !== null && isAlive(owner);
      if (!isRun) await take({ campaign, epoch, owner });
    }
    for (const campaign of await store.listInboxes()) await onWaiting(campaign);
    for (const { owner, ...news } of await store.listEndedNews())
      if (owner === null || !isAlive(owner)) await store.dropNews(news);
  };

  return async ({ instances, dead }) => {
    await sweepOwn();
    const owners = await store.listOwners();
    // Read after the owners: an instance renews its heartbeat before it claims anything.
    const known = new Set((await store.listInstances()).map(({ id }) => id));
    const lost = owners.filter((owner) => !known.has(owner));
    const [first] = [...instances].sort();
    if (first === instance) await sweepEnded((owner) => known.has(owner) && !dead.has(owner));
    return new Set(lost);
  };
}
