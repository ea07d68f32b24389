import type { CampaignState } from '../domain/campaign/campaign.ts';
import type { AttentionItem, CallView, ProgressView } from '../queries/index.ts';
import type { InstanceView } from './instances.ts';

/** The calls of a campaign that are open now: the newest, and how many in all. */
export type ActiveCalls = { campaign: string; total: number; items: readonly CallView[] };

/** A campaign that is under way. */
export type CampaignLine = { id: string; client: string; name: string; state: CampaignState };

/** What each topic shows. */
export type LiveData = {
  progress: ProgressView;
  calls: ActiveCalls;
  campaigns: { items: readonly CampaignLine[] };
  instances: { items: readonly InstanceView[] };
  alerts: { items: readonly AttentionItem[] };
};

/** Something to watch. `client` null means all of them. */
export type Topic =
  | { name: 'progress'; campaign: string }
  | { name: 'calls'; campaign: string }
  | { name: 'campaigns'; client: string | null }
  | { name: 'instances'; client: string | null }
  | { name: 'alerts'; client: string | null };

export type TopicName = Topic['name'];

export function keyOf(topic: Topic): string {
  return 'campaign' in topic ? `${topic.name}/${topic.campaign}` : `${topic.name}/${topic.client ?? '*'}`;
}
