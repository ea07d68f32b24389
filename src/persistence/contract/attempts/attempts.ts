import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Page } from '../pages.ts';

/** Attempts to reach contacts. */
export type AttemptStore = {
  /** The attempts of a campaign that have not ended, in the order in which they were minted. */
  readOpenAttempts: (campaign: string) => Promise<readonly Attempt[]>;
  /** The attempts with these ids, in the order in which these are given; those that are not there are left out. */
  readAttempts: (ids: readonly string[]) => Promise<readonly Attempt[]>;
  /** Newest first; of one client, one campaign, one person, or only the open ones. Pages may be short as well. */
  listAttempts: (input: {
    client?: string;
    campaign?: string;
    position?: number;
    openOnly?: boolean;
    after?: string;
    limit: number;
  }) => Promise<Page<Attempt>>;
};
