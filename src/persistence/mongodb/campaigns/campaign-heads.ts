import type { CampaignHead } from '../../common/campaign-head.ts';
import type { Collections } from '../documents/collections.ts';

/** Reads the head of a campaign by its id; null if there is no such campaign. */
export type ReadHead = (campaign: string) => Promise<CampaignHead | null>;

export function createReadHead({ campaigns }: Pick<Collections, 'campaigns'>): ReadHead {
  return async (campaign) => {
    const found = await campaigns.findOne(
      { _id: campaign },
      { projection: { number: 1, client: 1, rest: 1 } },
    );
    return found ? { number: found.number, client: found.client, rest: found.rest } : null;
  };
}

/** Reads the head of a campaign in which contacts may still be due; null if the campaign was cancelled or expired. */
export function createReadDueHead(readHead: ReadHead): ReadHead {
  return async (campaign) => {
    const head = await readHead(campaign);
    return head?.rest === null ? head : null;
  };
}
