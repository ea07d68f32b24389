import type { Logger } from 'pino';
import type { RuntimeInput } from '../actors/index.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { Store } from '../persistence/contract/store.ts';
import type { SystemClock } from '../platform/clock.ts';
import type { Queries } from '../queries/index.ts';
import { createEventListeners } from './event-listeners.ts';
import { createNewsPoll } from './news-poll.ts';
import { createTopicReader } from './readers.ts';
import { createTopicViews } from './topic-views.ts';
import type { TopicViews } from './topic-views.ts';
import type { Topic } from './topics.ts';

/** Figures that move with time (pace, estimates) are refreshed with every fifth look for news. */
const looksPerRefresh = 5;

/**
 * The live state that streams and pages show. Only topics with subscribers are read, at most four times a second each;
 * a subscriber receives the current state first, then every change.
 */
export type Live = {
  /** To be told of every turn this instance commits. */
  onCommitted: RuntimeInput['onCommitted'];
  /** To be told that something needs a person. */
  onAlert: () => void;
  subscribe: TopicViews['subscribe'];
  /** Calls back whenever the campaign's log may have grown: after commits here at once, after others within a second. */
  onEvents: (input: { campaign: string; listener: () => void }) => () => void;
  close: () => void;
};

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
  const updatePoll = (): void => poll.update();
  const views = createTopicViews({
    read: createTopicReader({ store, channels, queries }),
    system,
    log,
    onSubscribers: updatePoll,
  });
  const listeners = createEventListeners({ onChange: updatePoll });
  /** The last seq seen of each campaign that is looked at. */
  const seen = new Map<string, number>();
  let looks = 0;

  /** Other instances commit without telling this one; a longer log says so. */
  const markMoved = async (campaign: string): Promise<void> => {
    const record = await store.readCampaign(campaign);
    if (!record || seen.get(campaign) === record.seq) return;
    seen.set(campaign, record.seq);
    views.mark((topic) => campaignOf(topic) === campaign);
    listeners.tell(campaign);
  };

  const poll = createNewsPoll({
    system,
    log,
    isWanted: () => views.topics().length > 0 || listeners.campaigns().length > 0,
    async look() {
      looks += 1;
      const isRefresh = looks % looksPerRefresh === 0;
      views.mark(({ name }) => isRefresh || name === 'instances');
      const topics = views.topics().map(campaignOf);
      const campaigns = new Set([...topics.filter((id) => id !== null), ...listeners.campaigns()]);
      for (const campaign of seen.keys()) if (!campaigns.has(campaign)) seen.delete(campaign);
      for (const campaign of campaigns) await markMoved(campaign);
    },
  });

  return {
    onCommitted({ campaign, events }) {
      const isLifeEvent = events.some(
        ({ type }) => type.startsWith('campaign.') || type.startsWith('import.'),
      );
      views.mark((topic) => {
        const about = campaignOf(topic);
        return about === null ? isLifeEvent && topic.name !== 'instances' : about === campaign;
      });
      listeners.tell(campaign);
    },
    onAlert: () => views.mark(({ name }) => name === 'alerts'),
    subscribe: views.subscribe,
    onEvents: listeners.add,
    close() {
      poll.stop();
      views.close();
      listeners.clear();
    },
  };
}

/** The campaign that a topic is about; null if it is about all of them. */
function campaignOf(topic: Topic): string | null {
  return 'campaign' in topic ? topic.campaign : null;
}
