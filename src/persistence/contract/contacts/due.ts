import type { DueClass, Enrollment, WaitReason } from '../../../domain/contact/enrollment.ts';
import type { Calendar } from '../../../domain/time/window-rules.ts';

/** Due times are tallied in buckets of a quarter of an hour of business time, so that no rows are counted. */
export const tallyBucketMs = 900_000;

/** The end of the tally bucket that contains an instant. */
export function bucketEndOf(at: number): number {
  return (Math.floor(at / tallyBucketMs) + 1) * tallyBucketMs;
}

/** How many people of a calendar wait for a bucket of due times; `bucket` is `floor(dueAt / tallyBucketMs)`. */
export type DueTally = {
  calendar: number;
  dueClass: DueClass;
  waitReason: WaitReason;
  bucket: number;
  contacts: number;
};

/** Contacts by the time at which they are due. */
export type DueStore = {
  /**
   * Due contacts of these calendars in dispatch order: class, due time, position. `classes`: only of these; all by
   * default. `steps`: only those at these steps, by index; the store may read every contact that is due at another step to
   * find them. Like all reads of due times and deadlines it returns nothing for a campaign whose `rest` is set.
   */
  readDue: (input: {
    campaign: string;
    calendars: readonly number[];
    classes?: readonly DueClass[];
    steps?: readonly number[];
    now: number;
    limit: number;
  }) => Promise<readonly Enrollment[]>;
  /** The earliest due time per calendar and class. */
  readDueHeads: (
    campaign: string,
  ) => Promise<readonly { calendar: number; dueClass: DueClass; dueAt: number; position: number }[]>;
  /** The tallies of a campaign that are not zero, in no order. */
  readTallies: (campaign: string) => Promise<readonly DueTally[]>;
  /** How many of a calendar's tally bucket are due after `now`: the one place where rows are counted, within one bucket. */
  countDueAfter: (input: {
    campaign: string;
    calendar: number;
    dueClass: DueClass;
    waitReason: WaitReason;
    now: number;
  }) => Promise<number>;
  /** The calendars of a campaign, by number. */
  readCalendars: (campaign: string) => Promise<readonly { number: number; calendar: Calendar }[]>;
  /** Enrollments whose deadline has passed, by deadline; `state`: only those in this one. */
  readOverdue: (input: {
    campaign: string;
    now: number;
    state?: 'review' | 'observing';
    limit: number;
  }) => Promise<readonly Enrollment[]>;
};
