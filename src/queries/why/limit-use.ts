import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { Sender } from '../../domain/sender/sender.ts';
import type { LimitReading } from '../../persistence/contract/attempts/limits.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';
import { capsPerStep, touchScopes } from './limit-caps.ts';
import { pooledReading } from './pooled-limits.ts';

const unlimited = { concurrent: null, perSecond: null };

/**
 * Reads the use of all limits that an attempt of the campaign may take a slot in, by scope. The senders of a step that has
 * several also have a reading together.
 */
export async function readLimitUse({
  store,
  period,
  ...asked
}: {
  store: Pick<Store, 'readLimits'>;
  record: CampaignRecord;
  channels: Channels;
  senders: readonly Sender[];
  client: ClientSettings;
  period: QuotaPeriod;
  now: number;
}): Promise<ReadonlyMap<string, LimitReading>> {
  const found = await store.readLimits(touchScopes(asked));
  const readings = new Map(found.map((reading) => [reading.scope, reading]));
  const shared = { account: unlimited, global: unlimited, caller: unlimited };
  for (const { caps, pooled } of capsPerStep({ ...asked, shared, day: null })) {
    const scope = caps.at(-1)?.scope;
    if (pooled.length > 0 && scope !== undefined)
      readings.set(scope, pooledReading({ scope, pooled, readings, period }));
  }
  return readings;
}
