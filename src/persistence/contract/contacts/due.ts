import type { Contact } from '../../../domain/contact/contact.ts';
import type { SuppressedKey } from '../../../domain/contact/opt-out.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { DueClass, Enrollment, WaitReason } from '../../../domain/contact/enrollment.ts';
import type { Calendar } from '../../../domain/time/window-rules.ts';

/**
 * The width of a tally bucket: a quarter of an hour of business time. Due times are tallied in buckets, so that no
 * rows need to be counted.
 */
export const tallyBucketMs = 900_000;

/** Returns the end of the tally bucket that contains an instant. */
export function bucketEndOf(at: number): number {
  return (Math.floor(at / tallyBucketMs) + 1) * tallyBucketMs;
}

/**
 * The number of contacts with this calendar, class and wait reason that are due in one bucket. `bucket` is
 * `floor(dueAt / tallyBucketMs)`.
 */
export type DueTally = {
  calendar: number;
  dueClass: DueClass;
  waitReason: WaitReason;
  bucket: number;
  contacts: number;
};

/** Which due contacts are read. */
export type DueInput = {
  campaign: string;
  calendars: readonly number[];
  classes?: readonly DueClass[];
  steps?: readonly number[];
  /** Contacts are due up to this time, in stored time. */
  now: number;
  /** Those of the class `callback` are due up to this time, in business time; default: `now`. */
  at?: number;
  limit: number;
};

/**
 * A due contact with everything that its next attempt depends on. `person`: the one that `readPersons` returns. `marks` and
 * `consented`: see `readReach`.
 */
export type DueContact = {
  enrollment: Enrollment;
  person: Person;
  contact: Contact;
  marks: readonly SuppressedKey[];
  consented: readonly string[];
};

/** Reads contacts by the time at which they are due. */
export type DueStore = {
  /**
   * Returns the due contacts of these calendars in dispatch order: by class, due time, position. `classes`: only these
   * classes; default: all. `steps`: only contacts at the steps with these indexes. To find them the store may read
   * every contact that is due at another step. Like all reads of due times and deadlines it returns nothing for a
   * campaign with `rest`.
   */
  readDue: (input: DueInput) => Promise<readonly Enrollment[]>;
  /**
   * Returns the same contacts in the same order, each with its person, its contact and its suppressions at `at`, an instant
   * of business time. This is one read, because every contact of a campaign passes through it.
   */
  readDueContacts: (input: DueInput & { at: number }) => Promise<readonly DueContact[]>;
  /** Returns the earliest due time per calendar and class. */
  readDueHeads: (
    campaign: string,
  ) => Promise<readonly { calendar: number; dueClass: DueClass; dueAt: number; position: number }[]>;
  /** Returns the tallies of a campaign that are not zero, in no order. */
  readTallies: (campaign: string) => Promise<readonly DueTally[]>;
  /**
   * Returns the number of contacts in one tally bucket of a calendar that are due after `now`. This is the only read
   * that counts rows, and only within one bucket.
   */
  countDueAfter: (input: {
    campaign: string;
    calendar: number;
    dueClass: DueClass;
    waitReason: WaitReason;
    now: number;
  }) => Promise<number>;
  /** Returns the calendars of a campaign, by number. */
  readCalendars: (campaign: string) => Promise<readonly { number: number; calendar: Calendar }[]>;
  /** Returns the enrollments whose deadline has passed, by deadline. With `state`, only those in this state. */
  readOverdue: (input: {
    campaign: string;
    now: number;
    state?: 'review' | 'observing';
    limit: number;
  }) => Promise<readonly Enrollment[]>;
};
