import type { Change } from '../../../domain/client-event.ts';
import type { RequestKey } from '../../../domain/request-key.ts';

/** Removes campaigns with all their rows. */
export type RemovalStore = {
  /**
   * Removes a draft. After this commit no read finds the campaign or its rows, and its name is free. `sweepRemoved`
   * deletes its rows later. The client's log records who removed it. Returns false, and stores no key, if the draft
   * has changed or the campaign is not a draft.
   */
  removeCampaign: (input: Change & { id: string; rev: number }, request?: RequestKey) => Promise<boolean>;
  /**
   * Deletes rows of removed campaigns, about `limit` of them in one commit. Returns whether there are more. Rows that
   * one process did not delete are deleted by the next process that calls this.
   */
  sweepRemoved: (input: { limit: number }) => Promise<boolean>;
};
