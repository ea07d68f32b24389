import type { CampaignState } from '../domain/campaign/campaign.ts';
import type { AttentionItem, CallView, ProgressView } from '../queries/index.ts';
import type { InstanceView } from './instances.ts';

/** The open calls of a campaign: the newest ones, and the total number. */
export type ActiveCalls = { campaign: string; total: number; items: readonly CallView[] };

/** A campaign that has started and not ended. */
export type CampaignLine = { id: string; client: string; name: string; state: CampaignState };

/** The data of each topic. */
export type LiveData = {
  /** The newest open calls of all campaigns. */
  'open-calls': { items: readonly CallView[] };
  progress: ProgressView;
  calls: ActiveCalls;
  campaigns: { items: readonly CampaignLine[] };
  instances: { items: readonly InstanceView[] };
  alerts: { items: readonly AttentionItem[] };
};

/** A subject of the live state. `client` null means all clients. */
export type Topic =
  | { name: 'progress'; campaign: string }
  | { name: 'calls'; campaign: string }
  | { name: 'campaigns'; client: string | null }
  | { name: 'instances'; client: string | null }
  | { name: 'alerts'; client: string | null }
  | { name: 'open-calls'; client: string | null };

export type TopicName = Topic['name'];

export function keyOf(topic: Topic): string {
  return 'campaign' in topic ? `${topic.name}/${topic.campaign}` : `${topic.name}/${topic.client ?? '*'}`;
}
