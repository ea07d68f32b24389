import type { Page } from '../pages.ts';

export const reviewStates = ['open', 'approved', 'rejected'] as const;
export type ReviewState = (typeof reviewStates)[number];

/** Something that an operator has to decide. Times are business time in milliseconds. */
export type ReviewItem = {
  id: string;
  client: string;
  campaign: string;
  /** The contact that it is about, by position in the campaign; null where it is about none. */
  position: number | null;
  /** The attempt whose message it is about; null where it is about none. */
  attempt: string | null;
  /** What is to be decided, such as `message`. */
  kind: string;
  state: ReviewState;
  openedAt: number;
  decidedAt: number | null;
  decidedBy: string | null;
  /** What the operator wrote. */
  note: string | null;
};

/** How an open item is decided. */
export type ReviewDecision = {
  id: string;
  state: Exclude<ReviewState, 'open'>;
  at: number;
  by: string;
  note: string | null;
};

export type ReviewStore = {
  /** Adds an open item; false, and the one there is stays, where one with this id is stored. */
  putReview: (item: Omit<ReviewItem, 'state' | 'decidedAt' | 'decidedBy' | 'note'>) => Promise<boolean>;
  readReview: (id: string) => Promise<ReviewItem | null>;
  /** Decides an item; false, and nothing changes, where it is decided or not stored: of two decisions the first counts. */
  decideReview: (decision: ReviewDecision) => Promise<boolean>;
  /** By the time they were opened, and id; of one client, campaign or state if given. */
  listReviews: (input: {
    client?: string;
    campaign?: string;
    state?: ReviewState;
    after?: string;
    limit: number;
  }) => Promise<Page<ReviewItem>>;
};
