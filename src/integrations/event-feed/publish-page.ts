import type { EventFeed, FeedOf, Published } from '../../messaging/contract.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { publishedEvent } from './published-event.ts';

/** The events that are published of one campaign before it is the turn of another. */
const pageSize = 200;
const encoder = new TextEncoder();

export type PageInput = {
  feed: EventFeed;
  store: Pick<Store, 'readEvents' | 'readPublishedSeq'>;
  of: FeedOf;
  /** How far the log is published, as far as is known here; null to read it. */
  from: Published | null;
};

/**
 * Publishes the next events of a campaign in order. Resolves with how far the log is published, and whether there may be
 * more. `last` is null if another instance published meanwhile: then it must be read again.
 */
export async function publishPage({
  feed,
  store,
  of,
  from,
}: PageInput): Promise<{ last: Published | null; isMore: boolean }> {
  const { campaign } = of;
  let last = from ?? (await readStart({ feed, store, of }));
  const events = await store.readEvents({ campaign, afterSeq: last.seq, limit: pageSize });
  for (const event of events) {
    const { seq } = event;
    // The store shows a later commit before an earlier one, unless the event says that those before it were removed.
    if (seq !== last.seq + 1 && event.type !== 'campaign.log-removed') return { last, isMore: true };
    const body = encoder.encode(JSON.stringify(publishedEvent({ campaign, event })));
    const next = await feed.publishEvent({ ...of, seq, body, after: last });
    if (!next) return { last: null, isMore: true };
    last = next;
  }
  return { last, isMore: events.length === pageSize };
}

/**
 * The bus knows what was published last. Where it has deleted that, because it is old, the store has noted it. Events that
 * are noted and lost on the bus are not published again.
 */
async function readStart({ feed, store, of }: Omit<PageInput, 'from'>): Promise<Published> {
  const { seq, place } = await feed.readPublished(of);
  return { seq: Math.max(seq, await store.readPublishedSeq(of.campaign)), place };
}
