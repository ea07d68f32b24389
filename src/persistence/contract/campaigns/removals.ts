import type { Change } from '../../../domain/client-event.ts';
import type { RequestKey } from '../../../domain/request-key.ts';

/** Removing what a campaign has. */
export type RemovalStore = {
  /**
   * Removes a draft: from this commit on no read finds it, nor anything in it, and its name is free. Its rows are deleted
   * by `sweepRemoved`. The client's log says who removed it. False, and no key is stored, if it changed meanwhile or is no
   * draft.
   */
  removeCampaign: (input: Change & { id: string; rev: number }, request?: RequestKey) => Promise<boolean>;
  /**
   * Deletes rows of removed campaigns, about `limit` of them in one commit; resolves with whether there are more. What a
   * process did not get to do is done by the next one that asks.
   */
  sweepRemoved: (input: { limit: number }) => Promise<boolean>;
};
