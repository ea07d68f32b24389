import { createStore } from '@xstate/store';
import type { Logger } from 'pino';
import type { SystemClock } from '../platform/clock.ts';
import { createCoalescer } from './coalescer.ts';
import { keyOf } from './topics.ts';
import type { LiveData, Topic } from './topics.ts';

/** The minimum interval between two reads of a topic: four per second is enough for a screen. */
const topicIntervalMs = 250;

/** The newest data of each topic with subscribers. */
export type TopicViews = {
  /** Marks topics as changed. They are read again, with a maximum of four times per second each. */
  mark: (which: (topic: Topic) => boolean) => void;
  /** Returns the topics with subscribers. */
  topics: () => readonly Topic[];
  /**
   * Calls `listener` with the current data, if it is known, and then with every change. Returns a function that ends
   * the subscription.
   */
  subscribe: <Name extends Topic['name']>(input: {
    topic: Extract<Topic, { name: Name }>;
    listener: (data: LiveData[Name]) => void;
  }) => () => void;
  close: () => void;
};

type Subscribed = { topic: Topic; subscribers: number };

const noTopics: Readonly<Record<string, unknown>> = {};

/** Creates the store of the data of topics, by key. */
function createTopicStore() {
  return createStore({
    context: { topics: noTopics },
    on: {
      shown: ({ topics }, { key, data }: { key: string; data: unknown }) => ({
        topics: { ...topics, [key]: data },
      }),
      dropped: ({ topics }, { key }: { key: string }) => {
        const { [key]: _gone, ...others } = topics;
        return { topics: others };
      },
    },
  });
}

export function createTopicViews({
  read,
  system,
  log,
  onSubscribers,
}: {
  read: (topic: Topic) => Promise<unknown>;
  system: SystemClock;
  log: Logger;
  /** Called when a subscriber was added, and when a topic has lost its last one. */
  onSubscribers: () => void;
}): TopicViews {
  const view = createTopicStore();
  const subscribed = new Map<string, Subscribed>();
  const coalescer = createCoalescer({
    system,
    intervalMs: topicIntervalMs,
    async run(key) {
      const entry = subscribed.get(key);
      if (!entry) return;
      try {
        const data = await read(entry.topic);
        if (data !== null && subscribed.has(key)) view.trigger.shown({ key, data });
      } catch (error) {
        log.warn({ err: error, topic: key }, 'the live view could not be refreshed');
      }
    },
  });

  const leave = (key: string, entry: Subscribed): void => {
    entry.subscribers -= 1;
    if (entry.subscribers > 0) return;
    subscribed.delete(key);
    coalescer.drop(key);
    view.trigger.dropped({ key });
    onSubscribers();
  };

  return {
    mark(which) {
      for (const [key, { topic }] of subscribed) if (which(topic)) coalescer.mark(key);
    },
    topics: () => [...subscribed.values()].map(({ topic }) => topic),
    subscribe({ topic, listener }) {
      const key = keyOf(topic);
      const entry = subscribed.get(key) ?? { topic, subscribers: 0 };
      subscribed.set(key, entry);
      entry.subscribers += 1;
      const selection = view.select(({ topics }) => topics[key]);
      const show = (data: unknown): void => {
        if (data !== undefined) listener(data as Parameters<typeof listener>[0]);
      };
      show(selection.get());
      const subscription = selection.subscribe(show);
      coalescer.mark(key);
      onSubscribers();
      let isDone = false;
      return () => {
        if (isDone) return;
        isDone = true;
        subscription.unsubscribe();
        leave(key, entry);
      };
    },
    close() {
      for (const key of subscribed.keys()) coalescer.drop(key);
      subscribed.clear();
    },
  };
}
