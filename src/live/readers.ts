import type { Runtime } from '../actors/index.ts';
import { ownedStates } from '../domain/campaign/campaign.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { Store } from '../persistence/contract/store.ts';
import type { Queries } from '../queries/index.ts';
import { readInstances } from './instances.ts';
import type { LiveData, Topic } from './topics.ts';

/** The maximum number of open calls shown per campaign. `total` counts all of them. */
const maxCalls = 200;
const maxCampaigns = 1_000;

/** Reads the current data of a topic; null if its campaign does not exist any more. */
export type ReadTopic = (topic: Topic) => Promise<LiveData[Topic['name']] | null>;

export function createTopicReader({
  store,
  runtime,
  channels,
  queries,
}: {
  store: Store;
  runtime: Pick<Runtime, 'heartbeatAt'>;
  channels: Pick<Channels, 'contacts'>;
  queries: Pick<Queries, 'progress' | 'call' | 'calls' | 'attention'>;
}): ReadTopic {
  const progress = async (campaign: string): Promise<LiveData['progress'] | null> => {
    const record = await store.readCampaign(campaign);
    return record && queries.progress(record);
  };
  const calls = async (campaign: string): Promise<LiveData['calls'] | null> => {
    const record = await store.readCampaign(campaign);
    if (!record) return null;
    const { items } = await store.listAttempts({ campaign, openOnly: true, limit: maxCalls });
    const calls = items.filter(({ channel }) => channels.contacts(channel));
    return { campaign, total: record.counters.open, items: calls.map((attempt) => queries.call(attempt)) };
  };
  const campaigns = async (client: string | null): Promise<LiveData['campaigns']> => {
    const { items } = await store.listCampaigns({
      ...(client === null ? {} : { client }),
      states: ownedStates,
      limit: maxCampaigns,
    });
    return { items: items.map(({ id, client: owner, name, state }) => ({ id, client: owner, name, state })) };
  };

  const openCalls = async (client: string | null): Promise<LiveData['open-calls']> =>
    queries.calls({ ...(client === null ? {} : { client }), openOnly: true, limit: maxCalls });

  return async (topic) => {
    switch (topic.name) {
      case 'progress':
        return progress(topic.campaign);
      case 'calls':
        return calls(topic.campaign);
      case 'campaigns':
        return campaigns(topic.client);
      case 'instances':
        return { items: await readInstances({ store, runtime, client: topic.client }) };
      case 'open-calls':
        return openCalls(topic.client);
      case 'alerts':
        return { items: await queries.attention({ client: topic.client }) };
    }
  };
}
