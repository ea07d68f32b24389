import type { Logger } from 'pino';
import { everyClient } from '../../../domain/contact/party.ts';
import { receivesLogs } from '../../../domain/webhook/webhook-types.ts';
import type { StoredWebhook, UnfedLog } from '../../../persistence/contract/queues/webhooks.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import type { Clock, SystemClock } from '../../../platform/clock.ts';
import { createRepeat } from '../../../platform/repeat.ts';
import { createJobSlots } from '../../event-feed/job-slots.ts';
import { feedPage } from './feed-page.ts';
import type { WebhookList } from '../webhook-list.ts';

/** Makes deliveries of the committed events of campaigns. */
export type Feeder = {
  /** Takes the new events of a campaign soon. Costs a turn nothing but this call. */
  note: (of: UnfedLog) => void;
  start: () => void;
  stop: () => Promise<void>;
};

export type FeederInput = {
  store: Pick<
    Store,
    'readEvents' | 'readWebhookCursor' | 'feedWebhook' | 'listUnfed' | 'readDeliveryQueues' | 'listWebhooks'
  >;
  webhooks: WebhookList;
  clocks: { system: SystemClock; store: Clock };
  /** Whether this instance takes what others have left. */
  isFirst: () => Promise<boolean>;
  /** Called after deliveries of a webhook may have been added. */
  onFed: (webhook: string) => void;
  log: Logger;
};

/** The events of several commits are taken together. */
const gatherMs = 50;
const sweepEveryMs = 15_000;
const retryMs = 2_000;
const most = 8;
const perPage = 200;
/** While this many deliveries of a webhook wait, its further events stay in the logs. */
export const mostWaiting = 1_000;
const stopWithinMs = 1_000;
const mostRead = 10_000;

/** `keeps`: whether the cursor is written also if there is nothing to deliver. */
type Job = UnfedLog & { keeps: boolean };

/**
 * The log is the queue: an event becomes a delivery when there is room, and a cursor says how far a webhook has come. What an
 * instance did not take before it died is found by the sweep of the first living one.
 */
export function createFeeder({ store, webhooks, clocks, isFirst, onFed, log }: FeederInput): Feeder {
  const { system } = clocks;
  /** The webhooks that had no room when they were last counted, or that fail. */
  let full: ReadonlySet<string> = new Set();
  let read = new Map<string, number>();
  let isScheduled = false;
  let isStopped = false;
  const onError = (error: unknown): void =>
    log.warn({ err: error }, 'events for webhooks were not taken now; it is tried again');

  const countQueues = async (): Promise<void> => {
    const queues = await store.readDeliveryQueues();
    full = new Set(queues.filter(({ waiting }) => waiting >= mostWaiting).map(({ target }) => target));
  };
  const takesNow = (webhook: StoredWebhook): boolean => receivesLogs(webhook) && !full.has(webhook.id);

  const feed = async ({ keeps, ...of }: Job): Promise<void> => {
    try {
      let isMore = false;
      for (const webhook of webhooks.of(of.client).filter(takesNow)) {
        const now = Math.floor(clocks.store.now());
        isMore = (await feedPage({ store, webhook, of, now, read, keeps })) || isMore;
        onFed(webhook.id);
      }
      if (!isMore) return;
      await countQueues();
      slots.add(of.campaign, { ...of, keeps });
    } catch (error) {
      onError(error);
      if (!isStopped) system.at(system.now() + retryMs, () => note({ ...of, keeps }));
    }
  };
  const slots = createJobSlots({ most, run: feed });

  /** Finds the logs that no instance has taken: of dead ones, of webhooks that are new here, or that had no room. */
  const sweep = async (): Promise<void> => {
    await countQueues();
    if (read.size > mostRead) read = new Map();
    if (!(await isFirst())) return;
    for (const webhook of webhooks.all().filter((one) => one.enabled && takesNow(one)))
      for await (const of of unfedLogs(store, webhook)) note({ ...of, keeps: true });
  };
  const repeat = createRepeat({ clock: system, everyMs: sweepEveryMs, run: sweep, onError });

  const note = (job: Job): void => {
    if (isStopped || webhooks.of(job.client).length === 0) return;
    slots.add(job.campaign, job);
    if (isScheduled) return;
    isScheduled = true;
    system.at(system.now() + gatherMs, () => {
      isScheduled = false;
      if (!isStopped) slots.work();
    });
  };
  return {
    note: (of) => note({ ...of, keeps: false }),
    start: repeat.start,
    async stop() {
      isStopped = true;
      await repeat.stop();
      const until = system.monotonic() + stopWithinMs;
      await slots.finish(() => system.monotonic() >= until);
    },
  };
}

/** The campaigns with events that a webhook has not taken, read page by page. */
async function* unfedLogs(
  store: Pick<Store, 'listUnfed'>,
  { id: webhook, client, since }: StoredWebhook,
): AsyncGenerator<UnfedLog> {
  const of = { webhook, client: client === everyClient ? null : client, since, limit: perPage };
  for (let after: string | null = null; ;) {
    const { items, next } = await store.listUnfed({ ...of, after });
    yield* items;
    if (next === null) return;
    after = next;
  }
}
