import { channels } from '../channels/registry.ts';
import { mostBots, reservedPool } from '../domain/bot/bot-pool.ts';
import type { BotPool } from '../domain/bot/bot-pool.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { ClientSettings } from '../domain/campaign/client-settings.ts';
import type { Step } from '../domain/campaign/step.ts';
import type { Store } from '../persistence/contract/store.ts';

const poolOf = (step: Step): string | null => reservedPool(channels.factsOfStep(step));

/** Stands in for a pool. Nothing is sent in a play. */
const standIn: BotPool = {
  endpoint: 'https://bots.example.com/',
  stream: 'wss://bots.example.com/',
  size: mostBots,
  warmWithin: '5s',
  headers: {},
  secret: 'rehearsal',
  changedAt: 0,
};

/** Stores the pools of bots of a play. They have no limit: see `withBotsOf`. */
export async function putBots({
  store,
  definition: { client, steps },
  at,
}: {
  store: Pick<Store, 'putClient'>;
  definition: Pick<CampaignDefinition, 'client' | 'steps'>;
  at: number;
}): Promise<void> {
  const pools = steps.flatMap((step) => poolOf(step) ?? []);
  if (pools.length === 0) return;
  const settings = { bots: Object.fromEntries(pools.map((pool) => [pool, standIn])) };
  await store.putClient({ record: { client, settings, updatedAt: at }, by: 'rehearsal' });
}

/** The campaign with no more calls at once than its client has bots for them, if bots answer all of its calls. */
export function withBotsOf(
  { bots = {} }: Pick<ClientSettings, 'bots'>,
  definition: CampaignDefinition,
): CampaignDefinition {
  const pools = definition.steps.filter((step) => channels.stepContacts(step)).map(poolOf);
  const known = new Set(pools.filter((pool) => pool !== null && bots[pool] !== undefined));
  if (pools.length === 0 || pools.some((pool) => pool === null || !known.has(pool))) return definition;
  const size = [...known].reduce((sum, pool) => sum + (bots[pool ?? '']?.size ?? 0), 0);
  const { rateLimits } = definition;
  return {
    ...definition,
    rateLimits: { ...rateLimits, concurrent: Math.max(1, Math.min(rateLimits.concurrent, size)) },
  };
}
