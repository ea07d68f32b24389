import type { CampaignRecord, CampaignState } from '../../../domain/campaign/campaign.ts';
import type { CampaignEvent } from '../../../domain/events/campaign-event.ts';
import type { RequestKey } from '../../../domain/request-key.ts';
import type { Page } from '../pages.ts';

/** Creates, reads and finds campaigns. Turns change them: see `commitTurn`. */
export type CampaignStore = {
  /**
   * Adds a campaign and returns it. Rejects with `campaign.name-taken` (`conflict`) if the client already has a
   * campaign with that name.
   */
  createCampaign: (
    record: CampaignRecord,
    request?: RequestKey,
    /** The first events of its log, up to the `seq` of the record. */
    events?: readonly CampaignEvent[],
  ) => Promise<CampaignRecord>;
  /** Returns the campaign with this id, or null if it is not stored. */
  readCampaign: (id: string) => Promise<CampaignRecord | null>;
  /** Returns the campaign of a client with this name, or null if there is none. */
  findCampaign: (input: { client: string; name: string }) => Promise<CampaignRecord | null>;
  /** Returns the clients that have a campaign with this name, in alphabetical order. */
  listClientsOf: (name: string) => Promise<readonly string[]>;
  /** Returns a page of campaigns, by creation, newest first. `after` is the `next` of the page before. */
  listCampaigns: (input: {
    client?: string;
    states?: readonly CampaignState[];
    listedOnly?: boolean;
    after?: string;
    limit: number;
  }) => Promise<Page<CampaignRecord>>;
};
