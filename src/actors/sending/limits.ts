import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { CampaignMemory } from '../turn/campaign-memory.ts';
import type { LimitCap } from '../../persistence/contract/limits.ts';
import { warmUpCap } from '../../rules/warm-up.ts';

/** Limits of the installation, shared by all clients; null is unlimited. */
export type SharedLimits = {
  /** Of the provider account, per channel. */
  account: { concurrent: number | null; perSecond: number | null };
  /** Of this whole installation. */
  global: { concurrent: number | null; perSecond: number | null };
  /** Of one caller ID. */
  caller: { concurrent: number | null; perSecond: number | null };
};

const noQuota = { perHour: null, perDay: null };

/** The scopes one attempt takes a slot in; one that contacts nobody takes none. */
export function scopesOf({
  channels,
  record,
  channel,
  from,
}: {
  channels: Pick<Channels, 'contacts'>;
  record: CampaignRecord;
  channel: string;
  from: string | null;
}): string[] {
  if (!channels.contacts(channel)) return [];
  return [
    `account:${channel}`,
    'global',
    `client:${record.client}`,
    `campaign:${record.id}`,
    ...(from === null ? [] : [`caller:${from}`]),
  ];
}

/**
 * The same scopes with how much of each there is, under the definition and settings in force. `day`: of the client's
 * clock, for the cap of a warm-up; null where no quota is asked for.
 */
export function capsOf({
  channels,
  record,
  channel,
  from,
  day,
  shared,
  client,
}: {
  channels: Pick<Channels, 'contacts'>;
  record: CampaignRecord;
  channel: string;
  from: string | null;
  day: string | null;
  shared: SharedLimits;
  client: ClientSettings;
}): LimitCap[] {
  const { concurrent, perSecond, perHour, perDay } = record.definition.rateLimits;
  const { sending } = record.counters;
  const warmUp = day === null ? null : warmUpCap({ rateLimits: record.definition.rateLimits, sending, day });
  const own = client.limits;
  const caps: Omit<LimitCap, 'scope'>[] = [
    { ...shared.account, ...noQuota },
    { ...shared.global, ...noQuota },
    {
      concurrent: own.concurrent ?? null,
      perSecond: own.perSecond ?? null,
      perHour: own.perHour ?? null,
      perDay: own.perDay ?? null,
    },
    { concurrent, perSecond, perHour: perHour ?? null, perDay: warmUp ?? perDay ?? null },
    { ...shared.caller, ...noQuota },
  ];
  return scopesOf({ channels, record, channel, from }).map((scope, index) => ({
    scope,
    ...(caps[index] ?? { ...unlimited, ...noQuota }),
  }));
}

const unlimited = { concurrent: null, perSecond: null };

/** The slots that the stored open attempts of a campaign amount to, per scope. */
export function heldBy({
  channels,
  record,
  open,
}: Pick<CampaignMemory, 'record' | 'open'> & { channels: Pick<Channels, 'contacts'> }): {
  scope: string;
  count: number;
}[] {
  const counts = new Map<string, number>();
  for (const { attempt } of open.values()) {
    for (const scope of scopesOf({ channels, record, channel: attempt.channel, from: attempt.from })) {
      counts.set(scope, (counts.get(scope) ?? 0) + 1);
    }
  }
  return [...counts].map(([scope, count]) => ({ scope, count }));
}
