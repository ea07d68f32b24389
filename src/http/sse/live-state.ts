import type { Live, TopicName } from '../../live/index.ts';
import { createSignal } from './campaign-events.ts';
import type { StreamEvent, StreamWriter } from './event-stream.ts';
import { createLiveSubscriptions } from './live-subscriptions.ts';

export const liveTopics = [
  'campaigns',
  'progress',
  'calls',
  'instances',
  'alerts',
] as const satisfies readonly TopicName[];

/**
 * Writes topics as they change. If a topic changes faster than the reader reads, only the newest state is kept, so a
 * slow reader receives fewer states but never old ones.
 */
export async function fillLive({
  writer: { send, gone },
  live,
  topics,
  campaign,
  client,
}: {
  writer: StreamWriter;
  live: Pick<Live, 'subscribe'>;
  topics: readonly TopicName[];
  /** Only this campaign; null for every campaign that has started and not ended. */
  campaign: string | null;
  client: string | null;
}): Promise<void> {
  const signal = createSignal();
  const waiting = new Map<string, StreamEvent>();
  const subscriptions = createLiveSubscriptions({
    live,
    topics,
    client,
    show({ key, event, data }) {
      waiting.delete(key);
      waiting.set(key, { event, data });
      signal.set();
    },
  });
  gone.addEventListener('abort', signal.set, { once: true });
  if (campaign === null) subscriptions.followAll();
  else subscriptions.followCampaign(campaign);
  subscriptions.followTopic('instances');
  subscriptions.followTopic('alerts');
  try {
    while (!gone.aborted) {
      await signal.wait();
      for (const [key, event] of waiting) {
        if (gone.aborted) return;
        waiting.delete(key);
        await send(event);
      }
    }
  } finally {
    subscriptions.close();
  }
}
