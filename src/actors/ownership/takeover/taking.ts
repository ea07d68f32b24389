import type { Logger } from 'pino';
import type {
  Claim,
  OwnershipRecord,
  OwnershipStore,
} from '../../../persistence/contract/campaigns/ownership.ts';
import type { Clocks } from '../../../platform/clock.ts';
import { createWorkCounter } from '../../sending/work-counter.ts';
import type { Observer, Taking as Reason } from '../../watching/observer.ts';

type Found = Pick<OwnershipRecord, 'campaign' | 'epoch' | 'owner'>;

/** Takes campaigns for this instance, each on condition of its epoch. */
export type Taking = {
  /** Resolves with the new epoch; null if another instance was faster, or this one has stopped. */
  take: (found: Found) => Promise<number | null>;
  /** Resolves with how many campaigns were taken. */
  takeAll: (found: readonly Found[]) => Promise<number>;
  /** Resolves when no `take` is under way. */
  settled: () => Promise<void>;
};

export function createTaking({
  instance,
  store,
  log,
  observer,
  onTaken,
  isStopped,
  clocks: { business },
  beatOf,
}: {
  instance: string;
  store: Pick<OwnershipStore, 'claimCampaign' | 'claimCampaigns'>;
  log: Logger;
  observer: Pick<Observer, 'taken'>;
  /** Called with each campaign that was taken. */
  onTaken: (taken: { campaign: string; epoch: number }) => void;
  /** Whether this instance stops: it could not release a campaign that it took now. */
  isStopped: () => boolean;
  clocks: Pick<Clocks, 'business'>;
  /** Returns the business time of the last heartbeat of an instance; null if it is not known. */
  beatOf: (instance: string) => number | null;
}): Taking {
  const takes = createWorkCounter();
  const claimOf = ({ campaign, epoch, owner }: Found): Omit<Claim, 'instance'> => {
    const cause = whyTaken(instance, { owner, epoch });
    // The first owner takes nothing over.
    if (cause === 'new') return { campaign, fromEpoch: epoch };
    const beatAt = cause === 'dead' && owner !== null ? beatOf(owner) : null;
    const takeover = { at: Math.floor(business.now()), from: owner, beatAt, cause };
    return { campaign, fromEpoch: epoch, takeover };
  };
  const took = ({ campaign, owner, epoch }: Found, next: number): void => {
    const why = whyTaken(instance, { owner, epoch });
    log.info({ campaign, epoch: next, why }, 'took over a campaign');
    observer.taken(why);
    onTaken({ campaign, epoch: next });
  };
  const takeOne = async (found: Found): Promise<number | null> => {
    const next = await store.claimCampaign({ ...claimOf(found), instance });
    if (next !== null) took(found, next);
    return next;
  };
  return {
    take(found) {
      if (isStopped()) return Promise.resolve(null);
      const taken = takeOne(found);
      takes.add(taken.then(ignore, ignore));
      return taken;
    },
    settled: takes.idle,
    async takeAll(found) {
      const epochs = await store.claimCampaigns({ claims: found.map(claimOf), instance });
      for (const one of found) {
        const next = epochs.get(one.campaign);
        if (next !== undefined) took(one, next);
      }
      return epochs.size;
    },
  };
}

const ignore = (): void => undefined;

function whyTaken(instance: string, { owner, epoch }: { owner: string | null; epoch: number }): Reason {
  if (owner === instance) return 'own';
  if (owner !== null) return 'dead';
  return epoch === 0 ? 'new' : 'released';
}
