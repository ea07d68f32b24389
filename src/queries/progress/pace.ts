import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { Store } from '../../persistence/contract/store.ts';

/** The maximum number of attempts that are read, for a campaign of any size. */
const newestRead = 100;
const lookBackMs = 300_000;
const minuteMs = 60_000;

/**
 * Attempts started per minute of business time recently, with one decimal, from the newest attempts. Null if none was
 * started in the last five minutes, or if the campaign is not running.
 */
export async function startsPerMinute({
  store,
  channels,
  record,
  now,
}: {
  store: Store;
  channels: Pick<Channels, 'contacts'>;
  record: CampaignRecord;
  now: number;
}): Promise<number | null> {
  if (record.state !== 'running') return null;
  const { items } = await store.listAttempts({ campaign: record.id, limit: newestRead });
  const recent = items.filter(
    ({ state, mintedAt, channel }) =>
      state !== 'not-placed' && mintedAt > now - lookBackMs && channels.contacts(channel),
  );
  const oldest = recent.at(-1);
  if (!oldest) return null;
  // A full page is enough for a rate; a few first attempts are not.
  const spanMs = Math.max(now - oldest.mintedAt, items.length === newestRead ? 1_000 : minuteMs);
  return Math.round((recent.length / spanMs) * minuteMs * 10) / 10;
}
