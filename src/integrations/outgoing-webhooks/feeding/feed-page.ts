import { receives } from '../../../domain/webhook/webhook-types.ts';
import type { StoredWebhook, UnfedLog } from '../../../persistence/contract/queues/webhooks.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import { eventDelivery } from './event-body.ts';

/** The events that are taken in one commit. */
const pageSize = 200;

export type FeedPageInput = {
  store: Pick<Store, 'readEvents' | 'readWebhookCursor' | 'feedWebhook'>;
  webhook: StoredWebhook;
  of: UnfedLog;
  now: number;
  /** Up to where logs have nothing for a webhook, beyond its cursor: a cursor is not written for that alone. */
  read: Map<string, number>;
  /** Whether the cursor is written also if it passes nothing that the webhook receives. */
  keeps: boolean;
};

/**
 * Takes the next committed events of a campaign for a webhook, in order. Resolves with whether there may be more. If another
 * instance takes them at the same moment, one of the two takes none.
 */
export async function feedPage({
  store,
  webhook,
  of: { campaign, client },
  now,
  read,
  keeps,
}: FeedPageInput): Promise<boolean> {
  const key = `${webhook.id} ${webhook.rev} ${campaign}`;
  const from = await store.readWebhookCursor({ webhook: webhook.id, campaign });
  const begin = from ?? (await firstSince({ store, campaign, since: webhook.since }));
  const start = Math.max(begin, read.get(key) ?? 0);
  const events = await store.readEvents({ campaign, afterSeq: start, limit: pageSize });
  let to = start;
  const taken = [];
  for (const event of events) {
    // The store shows a later commit before an earlier one, unless the event says that those before it were removed.
    if (event.seq !== to + 1 && event.type !== 'campaign.log-removed') break;
    to = event.seq;
    if (event.at < webhook.since || !receives(webhook, event.type)) continue;
    taken.push(eventDelivery({ webhook: webhook.id, client, campaign, event, now }));
  }
  const isMore = events.length === pageSize;
  if (taken.length === 0 && !keeps && !isMore) read.set(key, to);
  else {
    read.delete(key);
    if (to !== from) await store.feedWebhook({ webhook: webhook.id, campaign, from, to, deliveries: taken });
  }
  return isMore;
}

/**
 * Resolves with the last event before `since`: a new webhook does not read a long log from its beginning. The times of a log
 * grow, so it is found by halves.
 */
async function firstSince({
  store,
  campaign,
  since,
}: {
  store: Pick<Store, 'readEvents'>;
  campaign: string;
  since: number;
}): Promise<number> {
  const next = async (afterSeq: number) => (await store.readEvents({ campaign, afterSeq, limit: 1 }))[0];
  const first = await next(0);
  if (!first || first.at >= since) return first ? first.seq - 1 : 0;
  let before = first.seq;
  let step = 1;
  let end: number | null = null;
  // The end of the log is not known: the steps double until they are past `since` or past the end.
  while (end === null) {
    const found = await next(before + step - 1);
    if (!found || found.at >= since) end = before + step;
    else {
      before = found.seq;
      step *= 2;
    }
  }
  while (end - before > 1) {
    const middle = Math.floor((before + end) / 2);
    const found = await next(middle - 1);
    if (!found || found.at >= since) end = middle;
    else before = found.seq;
  }
  return before;
}
