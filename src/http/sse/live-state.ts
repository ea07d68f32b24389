import type { Live, TopicName } from '../../live/index.ts';
import { createBell } from './campaign-events.ts';
import type { StreamEvent, StreamWriter } from './event-stream.ts';

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
  const ends = new Map<string, () => void>();
  const wants = new Set(topics);

  const show = (key: string, event: TopicName) => (data: unknown) => {
    waiting.delete(key);
    waiting.set(key, { event, data });
    bell.ring();
  };

  const follow = (id: string): void => {
    for (const name of ['progress', 'calls'] as const) {
      const key = `${name}/${id}`;
      if (!wants.has(name) || ends.has(key)) continue;
      ends.set(key, live.subscribe({ topic: { name, campaign: id }, listener: show(key, name) }));
    }
  };

  /** One that has ended is left at the list after, so that its last figures are still shown. */
  const leaving = new Set<string>();
  const unfollowAllBut = (ids: ReadonlySet<string>): void => {
    for (const [key, end] of ends) {
      const id = /^(?:progress|calls)\/(.*)$/.exec(key)?.[1];
      if (id === undefined || ids.has(id)) leaving.delete(key);
      else if (!leaving.has(key)) leaving.add(key);
      else {
        end();
        ends.delete(key);
        leaving.delete(key);
      }
    }
  };

  const followAll = (): void => {
    const topic = { name: 'campaigns', client } as const;
    const tell = show('campaigns', 'campaigns');
    const end = live.subscribe({
      topic,
      listener(data) {
        if (wants.has('campaigns')) tell(data);
        unfollowAllBut(new Set(data.items.map(({ id }) => id)));
        for (const { id } of data.items) follow(id);
      },
    });
    ends.set('campaigns', end);
  };

  gone.addEventListener('abort', bell.ring, { once: true });
  if (campaign === null) followAll();
  else follow(campaign);
  for (const name of ['instances', 'alerts'] as const) {
    if (!wants.has(name)) continue;
    ends.set(name, live.subscribe({ topic: { name, client }, listener: show(name, name) }));
  }
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
    for (const end of ends.values()) end();
  }
}
