import { createStore } from '@xstate/store';
import type { Logger } from 'pino';
import type { RuntimeInput } from '../actors/index.ts';
import type { Store } from '../persistence/contract/store.ts';
import type { SystemClock } from '../platform/clock.ts';
import type { Queries } from '../queries/index.ts';
import { createCoalescer } from './coalescer.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import { createTopicReader } from './readers.ts';
import { keyOf } from './topics.ts';
import type { LiveData, Topic } from './topics.ts';

/** Four times a second is as often as anything on a screen needs to change. */
const topicIntervalMs = 250;
/** How often news is looked for that other instances committed, or that come with time alone. */
const lookMs = 1_000;
/** Figures that move with time (pace, estimates) are refreshed every so many looks. */
const looksPerRefresh = 5;

/**
 * The live state that streams and pages show. Only what somebody watches is worked out, at most four times a second
 * per topic; everybody gets the current state first, then every change.
 */
export type Live = {
  /** To be told of every turn this instance commits. */
  onCommitted: RuntimeInput['onCommitted'];
  /** To be told that something needs a person. */
  onAlert: () => void;
  subscribe: <Name extends Topic['name']>(input: {
    topic: Extract<Topic, { name: Name }>;
    listener: (data: LiveData[Name]) => void;
  }) => () => void;
  /** Calls back whenever the campaign's log may have grown: after commits here at once, after others within a second. */
  onEvents: (input: { campaign: string; listener: () => void }) => () => void;
  close: () => void;
};

const noTopics: Readonly<Record<string, unknown>> = {};

type Watched = { topic: Topic; watchers: number };

export function createLive({
  queries,
  store,
  channels,
  system,
  log,
}: {
  queries: Pick<Queries, 'progress' | 'call' | 'attention'>;
  store: Store;
  channels: Pick<Channels, 'contacts'>;
  system: SystemClock;
  log: Logger;
}): Live {
  const read = createTopicReader({ store, channels, queries });
  const view = createStore({
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
  const watched = new Map<string, Watched>();
  const listeners = new Map<string, Set<() => void>>();
  /** The last seq seen of the campaigns somebody watches. */
  const seen = new Map<string, number>();
  let looks = 0;
  let stopLooking: (() => void) | null = null;

  const coalescer = createCoalescer({
    system,
    intervalMs: topicIntervalMs,
    async run(key) {
      const entry = watched.get(key);
      if (!entry) return;
      try {
        const data = await read(entry.topic);
        if (data !== null && watched.has(key)) view.trigger.shown({ key, data });
      } catch (error) {
        log.warn({ err: error, topic: key }, 'the live view could not be refreshed');
      }
    },
  });

  const mark = (which: (topic: Topic) => boolean): void => {
    for (const [key, { topic }] of watched) if (which(topic)) coalescer.mark(key);
  };

  /** Other instances commit without telling us; a longer log says so. */
  const markMoved = async (campaign: string): Promise<void> => {
    const record = await store.readCampaign(campaign);
    if (!record || seen.get(campaign) === record.seq) return;
    seen.set(campaign, record.seq);
    mark((topic) => 'campaign' in topic && topic.campaign === campaign);
    for (const listener of listeners.get(campaign) ?? []) listener();
  };

  const campaignsWatched = (): Set<string> => {
    const topics = [...watched.values()].map(({ topic }) => ('campaign' in topic ? topic.campaign : null));
    return new Set([...topics.filter((campaign) => campaign !== null), ...listeners.keys()]);
  };

  const look = async (): Promise<void> => {
    looks += 1;
    const isRefresh = looks % looksPerRefresh === 0;
    mark(({ name }) => isRefresh || name === 'instances');
    const campaigns = campaignsWatched();
    for (const campaign of seen.keys()) if (!campaigns.has(campaign)) seen.delete(campaign);
    for (const campaign of campaigns) await markMoved(campaign);
  };

  const keepLooking = (): void => {
    const isWanted = watched.size > 0 || listeners.size > 0;
    if (!isWanted) {
      stopLooking?.();
      stopLooking = null;
    } else if (!stopLooking) {
      stopLooking = system.at(system.now() + lookMs, () => {
        stopLooking = null;
        look()
          .catch((error: unknown) => log.warn({ err: error }, 'the live view could not look for news'))
          .finally(keepLooking);
      });
    }
  };

  return {
    onCommitted({ campaign, events }) {
      const isLifeEvent = events.some(
        ({ type }) => type.startsWith('campaign.') || type.startsWith('import.'),
      );
      mark((topic) =>
        'campaign' in topic ? topic.campaign === campaign : isLifeEvent && topic.name !== 'instances',
      );
      for (const listener of listeners.get(campaign) ?? []) listener();
    },
    onAlert: () => mark(({ name }) => name === 'alerts'),
    subscribe({ topic, listener }) {
      const key = keyOf(topic);
      const entry = watched.get(key) ?? { topic, watchers: 0 };
      watched.set(key, entry);
      entry.watchers += 1;
      const selection = view.select(({ topics }) => topics[key]);
      const show = (data: unknown): void => {
        if (data !== undefined) listener(data as Parameters<typeof listener>[0]);
      };
      show(selection.get());
      const subscription = selection.subscribe(show);
      coalescer.mark(key);
      keepLooking();
      let isDone = false;
      return () => {
        if (isDone) return;
        isDone = true;
        subscription.unsubscribe();
        entry.watchers -= 1;
        if (entry.watchers > 0) return;
        watched.delete(key);
        coalescer.drop(key);
        view.trigger.dropped({ key });
        keepLooking();
      };
    },
    onEvents({ campaign, listener }) {
      const group = listeners.get(campaign) ?? new Set();
      listeners.set(campaign, group);
      group.add(listener);
      keepLooking();
      return () => {
        group.delete(listener);
        if (group.size === 0) listeners.delete(campaign);
        keepLooking();
      };
    },
    close() {
      stopLooking?.();
      for (const key of watched.keys()) coalescer.drop(key);
      watched.clear();
      listeners.clear();
    },
  };
}
