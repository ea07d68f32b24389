import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { WebhookPorts } from '../../../channels/contract.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import { createGroups } from '../../../platform/sharing/groups.ts';
import type { CampaignMemory } from '../../turn/campaign-memory.ts';

type Asked = { id: string; found: Attempt | null };

/** The maximum number of attempts that are read together. */
const mostAtOnce = 500;

/**
 * Creates a reader of the attempts that callbacks name. The owner of a campaign has its open attempts in memory, as the
 * store has committed them. Others are read from the store; those that are requested during a read are read together
 * after it.
 */
export function createAttemptReader({
  store,
  memoryOf,
}: {
  store: Pick<Store, 'readAttempts'>;
  memoryOf: (campaign: string) => Pick<CampaignMemory, 'open'> | null;
}): WebhookPorts['readAttempt'] {
  const inGroup = createGroups<Asked>({
    most: mostAtOnce,
    async run(asked) {
      const attempts = await store.readAttempts([...new Set(asked.map(({ id }) => id))]);
      const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]));
      for (const one of asked) one.found = byId.get(one.id) ?? null;
    },
  });
  return async ({ campaign, attempt }) => {
    const open = memoryOf(campaign)?.open.get(attempt);
    if (open) return open.attempt;
    const asked: Asked = { id: attempt, found: null };
    await inGroup(asked);
    return asked.found?.campaign === campaign ? asked.found : null;
  };
}
