import type { Live, TopicName } from '../../live/index.ts';

export type LiveSubscriptions = {
  /** Follows the progress and the calls of one campaign, if these topics are wanted. */
  followCampaign: (id: string) => void;
  /** Follows every campaign that has started and not ended, and their list if it is wanted. */
  followAll: () => void;
  /** Follows a topic that is not about a single campaign. */
  followTopic: (name: 'instances' | 'alerts') => void;
  close: () => void;
};

/**
 * Creates the subscriptions of one reader of the live state. `show` is called with each new state; `key` is the topic
 * and its campaign.
 */
export function createLiveSubscriptions({
  live,
  topics,
  client,
  show,
}: {
  live: Pick<Live, 'subscribe'>;
  topics: readonly TopicName[];
  client: string | null;
  show: (input: { key: string; event: TopicName; data: unknown }) => void;
}): LiveSubscriptions {
  const unsubscribes = new Map<string, () => void>();
  /**
   * Campaigns that were missing in the last list. They are unsubscribed with the next list, so that their last
   * figures are still sent.
   */
  const leaving = new Set<string>();
  const wants = new Set(topics);

  const followCampaign = (id: string): void => {
    for (const name of ['progress', 'calls'] as const) {
      const key = `${name}/${id}`;
      if (!wants.has(name) || unsubscribes.has(key)) continue;
      const listener = (data: unknown): void => show({ key, event: name, data });
      unsubscribes.set(key, live.subscribe({ topic: { name, campaign: id }, listener }));
    }
  };

  const leaveAllBut = (ids: ReadonlySet<string>): void => {
    for (const [key, unsubscribe] of unsubscribes) {
      const id = /^(?:progress|calls)\/(.*)$/.exec(key)?.[1];
      if (id === undefined || ids.has(id)) leaving.delete(key);
      else if (!leaving.has(key)) leaving.add(key);
      else {
        unsubscribe();
        unsubscribes.delete(key);
        leaving.delete(key);
      }
    }
  };

  return {
    followCampaign,
    followAll() {
      const unsubscribe = live.subscribe({
        topic: { name: 'campaigns', client },
        listener(data) {
          if (wants.has('campaigns')) show({ key: 'campaigns', event: 'campaigns', data });
          leaveAllBut(new Set(data.items.map(({ id }) => id)));
          for (const { id } of data.items) followCampaign(id);
        },
      });
      unsubscribes.set('campaigns', unsubscribe);
    },
    followTopic(name) {
      if (!wants.has(name)) return;
      const listener = (data: unknown): void => show({ key: name, event: name, data });
      unsubscribes.set(name, live.subscribe({ topic: { name, client }, listener }));
    },
    close() {
      for (const unsubscribe of unsubscribes.values()) unsubscribe();
    },
  };
}
