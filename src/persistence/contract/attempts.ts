import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Page } from './pages.ts';

/** Attempts to reach contacts. */
export type AttemptStore = {
  readOpenAttempts: (campaign: string) => Promise<readonly Attempt[]>;
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
