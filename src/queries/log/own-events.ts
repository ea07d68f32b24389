import type { CampaignEvent } from '../../domain/events/campaign-event.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Store } from '../../persistence/contract/store.ts';

const stride = 500;
/** The number of events that are looked through, newest first. */
const reach = 5_000;

/** Events of a campaign itself, in order. `fromSeq`: all of its events from this one on are included. */
export type OwnEvents = { events: CampaignEvent[]; fromSeq: number };

/**
 * Returns the newest events of a campaign itself, without those of its contacts. A log has many times more of these, so
 * only its newest 5,000 events are looked through.
 */
export async function ownEvents({
  store,
  record: { id: campaign, seq },
  limit,
}: {
  store: Pick<Store, 'readEvents'>;
  record: Pick<CampaignRecord, 'id' | 'seq'>;
  limit: number;
}): Promise<OwnEvents> {
  let events: CampaignEvent[] = [];
  let fromSeq = seq + 1;
  while (fromSeq > 1 && events.length < limit && seq + 1 - fromSeq < reach) {
    const afterSeq = Math.max(0, fromSeq - 1 - stride);
    const read = await store.readEvents({ campaign, afterSeq, limit: fromSeq - 1 - afterSeq });
    events = [...read.filter(({ position }) => position === null), ...events];
    fromSeq = afterSeq + 1;
  }
  const newest = events.slice(-limit);
  return { events: newest, fromSeq: newest.length < events.length ? (newest[0]?.seq ?? fromSeq) : fromSeq };
}
