import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Page } from '../pages.ts';

/** Reads attempts. */
export type AttemptStore = {
  /** Returns the attempts of a campaign that have not ended, in the order in which they were minted. */
  readOpenAttempts: (campaign: string) => Promise<readonly Attempt[]>;
  /** Returns the attempts with these ids, in the order of the ids. Ids that are not stored are skipped. */
  readAttempts: (ids: readonly string[]) => Promise<readonly Attempt[]>;
  /**
   * Returns attempts that have not ended whose `providerId` or `receipt` is this id: a maximum of two, which is enough to
   * see that the id is ambiguous. Reads the open attempts of all campaigns.
   */
  findOpenAttempts: (input: { providerId: string }) => Promise<readonly Attempt[]>;
  /**
   * Returns a page of attempts, newest first. Each filter that is set restricts the list: to a client, a campaign, a
   * contact (`position` in `campaign`), or open attempts. A page can have fewer items than `limit` before the end of
   * the list.
   */
  listAttempts: (input: {
    client?: string;
    campaign?: string;
    position?: number;
    openOnly?: boolean;
    after?: string;
    limit: number;
  }) => Promise<Page<Attempt>>;
};
