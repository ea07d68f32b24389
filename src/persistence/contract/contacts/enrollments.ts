import type { Contact } from '../../../domain/contact/contact.ts';
import type { Enrollment, EnrollmentState } from '../../../domain/contact/enrollment.ts';
import type { Page } from '../pages.ts';

/** Reads the contacts of campaigns. */
export type EnrollmentStore = {
  /** Returns the enrollments at these positions, in the order of the positions. Positions without one are skipped. */
  readEnrollments: (input: {
    campaign: string;
    positions: readonly number[];
  }) => Promise<readonly Enrollment[]>;
  /** Finds one contact by contact id, any of its E.164 phone numbers, email or external id. */
  findEnrollment: (input: { campaign: string; who: string }) => Promise<Enrollment | null>;
  /**
   * Returns a page of enrollments, by position. A page reads a limited number of rows. If few of them match, it can
   * have fewer items than `limit`, or none, before the end of the list.
   */
  listEnrollments: (input: {
    campaign: string;
    states?: readonly EnrollmentState[];
    after?: string;
    limit: number;
  }) => Promise<Page<Enrollment>>;
  /** Returns the contacts at these positions, in the order of the positions. Positions without one are skipped. */
  readContacts: (input: {
    campaign: string;
    positions: readonly number[];
  }) => Promise<readonly { position: number; contact: Contact }[]>;
};
