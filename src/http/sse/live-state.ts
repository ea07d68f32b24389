import type { Live, TopicName } from '../../live/index.ts';
import { createBell } from './campaign-events.ts';
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
 * Writes topics as they change. Of a topic that changes faster than the reader takes it only the newest state is
 * kept, so a slow reader sees less often and never falls behind.
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
  /** Only this one; null follows every campaign under way. */
  campaign: string | null;
  client: string | null;
}): Promise<void> {
  const bell = createBell();
  const waiting = new Map<string, StreamEvent>();
  const subscriptions = createLiveSubscriptions({
    live,
    topics,
    client,
    show({ key, event, data }) {
      waiting.delete(key);
      waiting.set(key, { event, data });
      bell.ring();
    },
  });
  gone.addEventListener('abort', bell.ring, { once: true });
  if (campaign === null) subscriptions.followAll();
  else subscriptions.followCampaign(campaign);
  subscriptions.followTopic('instances');
  subscriptions.followTopic('alerts');
  try {
    while (!gone.aborted) {
      await bell.rung();
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
