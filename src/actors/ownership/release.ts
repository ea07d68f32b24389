import type { Bus } from '../../messaging/contract.ts';
import type { Store } from '../../persistence/contract/store.ts';

/** The number of campaigns whose owner is removed at the same time, and that one message names. */
const atOnce = 50;

/** Removes the owner of campaigns that this instance does not run any more. */
export type Release = {
  /** Removes the owner of one campaign, if its epoch still is `epoch`. */
  one: (campaign: string, epoch: number) => Promise<void>;
  /** Tells all instances that campaigns have no owner, so that they take them at once. */
  announce: (campaigns: readonly string[], isLeaving?: boolean) => Promise<void>;
  /** Removes the owner of all campaigns of this instance, which stops, and announces them. */
  all: (epochs: ReadonlyMap<string, number>) => Promise<void>;
};

export function createRelease({
  instance,
  store,
  bus,
}: {
  instance: string;
  store: Pick<Store, 'claimCampaign'>;
  bus: Pick<Bus, 'publish'>;
}): Release {
  const one: Release['one'] = async (campaign, epoch) => {
    await store.claimCampaign({ campaign, fromEpoch: epoch, instance: null });
  };
  const announce: Release['announce'] = async (campaigns, isLeaving = false) => {
    if (campaigns.length === 0) return;
    await bus.publish({
      subject: 'campaigns.released',
      message: { campaigns: [...campaigns], from: instance, leaving: isLeaving },
    });
  };
  return {
    one,
    announce,
    async all(epochs) {
      const entries = [...epochs];
      for (let from = 0; from < entries.length; from += atOnce) {
        const part = entries.slice(from, from + atOnce);
        await Promise.all(part.map(([campaign, epoch]) => one(campaign, epoch)));
        await announce(
          part.map(([campaign]) => campaign),
          true,
        );
      }
    },
  };
}
