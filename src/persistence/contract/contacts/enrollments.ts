import type { Contact } from '../../../domain/contact/contact.ts';
import type { Enrollment, EnrollmentState } from '../../../domain/contact/enrollment.ts';
import type { Page } from '../pages.ts';

/** Contacts in campaigns. */
export type EnrollmentStore = {
  /** The enrollments at these positions, in the order in which these are given; those that are not there are left out. */
  readEnrollments: (input: {
    campaign: string;
    positions: readonly number[];
  }) => Promise<readonly Enrollment[]>;
  /** One person by contact id, E.164 phone (any of theirs), e-mail or external id. */
  findEnrollment: (input: { campaign: string; who: string }) => Promise<Enrollment | null>;
  /** By position. A page may be short, even empty, before the end: where few match, only so many rows are looked at. */
  listEnrollments: (input: {
    campaign: string;
    states?: readonly EnrollmentState[];
    after?: string;
    limit: number;
  }) => Promise<Page<Enrollment>>;
  /** The contacts at these positions, in the order in which these are given; those that are not there are left out. */
  readContacts: (input: {
    campaign: string;
    positions: readonly number[];
  }) => Promise<readonly { position: number; contact: Contact }[]>;
};
