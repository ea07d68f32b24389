import type { CampaignDefinitionInput } from '../../../src/channels/registry.ts';
import type { BotPool } from '../../../src/domain/bot/bot-pool.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { callerId } from '../builders/campaigns.ts';

/** A call that a bot answers, and what is said if none does. */
export const botStep: CampaignDefinitionInput['steps'][number] = {
  id: 'talk',
  channel: 'voice',
  from: callerId,
  ringTimeout: '30s',
  machineDetection: 'off',
  flow: [{ stream: { bot: 'support', unavailable: 'sorry' } }],
  branches: { sorry: [{ speak: 'This was Acme. We call again.' }, { hangup: true }] },
};

/** A pool of bots of the usual client. */
export function botPool(changes: Partial<BotPool> = {}): BotPool {
  return {
    endpoint: 'https://bots.example.com/',
    stream: 'wss://bots.example.com/stream',
    size: 3,
    warmWithin: '5s',
    headers: {},
    secret: 'whsec_c2VjcmV0',
    changedAt: 0,
    ...changes,
  };
}

/** Stores the pool `support` of the usual client. */
export async function storePool(store: Store, changes: Partial<BotPool> = {}): Promise<void> {
  const settings = { bots: { support: botPool(changes) } };
  await store.putClient({ record: { client: 'default', settings, updatedAt: 0 }, by: 'test' });
}
