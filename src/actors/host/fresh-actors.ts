import type { Logger } from 'pino';
import type { OwnedCampaign } from '../../persistence/contract/campaigns/owned.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { CampaignActor } from './actor/campaign-actor.ts';

type Fresh = { actor: Pick<CampaignActor, 'campaign' | 'begin'>; epoch: number };

/**
 * The campaigns of new actors are read some at a time, with few reads. Thousands of them at a start do not block the
 * process.
 */
export type FreshActors = { add: (fresh: Fresh) => void };

const atOnce = 50;

export function createFreshActors({
  store,
  breathe,
  log,
}: {
  store: Pick<Store, 'readOwned'>;
  breathe: () => Promise<void>;
  log: Logger;
}): FreshActors {
  const fresh: Fresh[] = [];
  let isReading = false;

  const readAll = async (batch: readonly Fresh[]): Promise<ReadonlyMap<string, OwnedCampaign>> => {
    try {
      const owners = batch.map(({ actor: { campaign }, epoch }) => ({ campaign, epoch }));
      const read = await store.readOwned(owners);
      return new Map(read.map((owned) => [owned.record.id, owned]));
    } catch (error) {
      log.warn(
        { campaigns: batch.length, err: error },
        'campaigns were not read together; each is read alone',
      );
      return new Map();
    }
  };
  const beginAll = async (): Promise<void> => {
    isReading = true;
    while (fresh.length > 0) {
      const batch = fresh.splice(0, atOnce);
      const reading = readAll(batch);
      await Promise.all(
        batch.map(({ actor }) => actor.begin(async () => (await reading).get(actor.campaign) ?? null)),
      );
      await breathe();
    }
    isReading = false;
  };
  return {
    add(added) {
      fresh.push(added);
      if (!isReading) void beginAll();
    },
  };
}
