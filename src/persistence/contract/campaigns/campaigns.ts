import type { CampaignRecord, CampaignState } from '../../../domain/campaign/campaign.ts';
import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import type { RequestKey } from '../../../domain/request-key.ts';
import type { Page } from '../pages.ts';

/** Campaigns, and finding them. Turns change them: see `commitTurn`. */
export type CampaignStore = {
  /** Adds a campaign and resolves with it; `conflict` `campaign.name-taken` if the client has that name. */
  createCampaign: (
    record: CampaignRecord,
    request?: RequestKey,
    /** The beginning of its log, up to the record's `seq`. */
    events?: readonly CampaignEvent[],
  ) => Promise<CampaignRecord>;
  /** A campaign by its id; null where there is none. */
  readCampaign: (id: string) => Promise<CampaignRecord | null>;
  /** A campaign by its client and name; null where there is none. */
  findCampaign: (input: { client: string; name: string }) => Promise<CampaignRecord | null>;
  /** The clients that have a campaign of that name, in alphabetical order. */
  listClientsOf: (name: string) => Promise<readonly string[]>;
  /** By creation, newest first; `after` is the `next` of the page before. */
  listCampaigns: (input: {
    client?: string;
    states?: readonly CampaignState[];
    listedOnly?: boolean;
    after?: string;
    limit: number;
  }) => Promise<Page<CampaignRecord>>;
};
