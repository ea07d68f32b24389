import type { Logger } from 'pino';
import type { Runtime, RuntimeInput } from '../actors/index.ts';
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

/** Figures that change with time (pace, estimates) are refreshed at every fifth poll. */
const pollsPerRefresh = 5;

/**
 * The live state for streams and pages. Only topics with subscribers are read, with a maximum of four times per
 * second each. A subscriber receives the current state first, and then every change.
 */
export type Live = {
  /** Must be called after every turn that this instance commits. */
  onCommitted: RuntimeInput['onCommitted'];
  /** Must be called when something needs an operator. */
  onAlert: () => void;
  subscribe: TopicViews['subscribe'];
  /**
   * Calls `listener` when the log of the campaign may have grown: at once after commits of this instance, within a
   * second after others. Returns a function that removes the listener.
   */
  onEvents: (input: { campaign: string; listener: () => void }) => () => void;
  close: () => void;
};

export function createLive({
  queries,
  store,
  runtime,
  channels,
  system,
  log,
}: {
  queries: Pick<Queries, 'progress' | 'call' | 'calls' | 'attention'>;
  store: Store;
  runtime: Pick<Runtime, 'heartbeatAt'>;
  channels: Pick<Channels, 'contacts'>;
  system: SystemClock;
  log: Logger;
}): Live {
  const updatePoll = (): void => poll.update();
  const views = createTopicViews({
    read: createTopicReader({ store, runtime, channels, queries }),
    system,
    log,
    onSubscribers: updatePoll,
  });
  const listeners = createEventListeners({ onChange: updatePoll });
  /** The last seq seen of each polled campaign. */
  const seen = new Map<string, number>();
  let polls = 0;

  /** Marks a campaign whose log has grown by commits of another instance. */
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
      polls += 1;
      const isRefresh = polls % pollsPerRefresh === 0;
      views.mark(({ name }) => isRefresh || name === 'instances' || name === 'open-calls');
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
      const hasAttempts = events.some(({ type }) => type.startsWith('attempt.'));
      views.mark((topic) => {
        if (topic.name === 'open-calls') return hasAttempts;
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
