import type { Page } from '../pages.ts';

export const reviewStates = ['open', 'approved', 'rejected'] as const;
export type ReviewState = (typeof reviewStates)[number];

/** A question that an operator has to decide. Times are business time in milliseconds. */
export type ReviewItem = {
  id: string;
  client: string;
  campaign: string;
  /** The position in the campaign of the contact that it concerns; null if it concerns no contact. */
  position: number | null;
  /** The attempt whose message it concerns; null if it concerns no attempt. */
  attempt: string | null;
  /** The kind of decision, such as `message`. */
  kind: string;
  state: ReviewState;
  openedAt: number;
  decidedAt: number | null;
  decidedBy: string | null;
  /** The comment of the operator. */
  note: string | null;
};

/** The decision on an open item. */
export type ReviewDecision = {
  id: string;
  state: Exclude<ReviewState, 'open'>;
  at: number;
  by: string;
  note: string | null;
};

export type ReviewStore = {
  /** Adds an open item. Returns false and changes nothing if an item with this id is already stored. */
  putReview: (item: Omit<ReviewItem, 'state' | 'decidedAt' | 'decidedBy' | 'note'>) => Promise<boolean>;
  readReview: (id: string) => Promise<ReviewItem | null>;
  /**
   * Decides an item. Returns false and changes nothing if the item is already decided or not stored. The first
   * decision counts.
   */
  decideReview: (decision: ReviewDecision) => Promise<boolean>;
  /**
   * Returns a page of items, by the time at which they were opened, and id. Each filter that is set restricts the
   * list.
   */
  listReviews: (input: {
    client?: string;
    campaign?: string;
    state?: ReviewState;
    after?: string;
    limit: number;
  }) => Promise<Page<ReviewItem>>;
};
