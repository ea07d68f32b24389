import type { Absence } from './absences/return-date.ts';
import type { BounceRecipient } from './bounces/reasons.ts';
import type { ReplyClass, Sensitivity } from './replies/classify-reply.ts';

/** What a mail is taken for. */
export type MailKind = 'bounce' | 'complaint' | 'delay' | 'out-of-office' | 'automatic' | 'reply' | 'own';

/** What a mail says, read without I/O. Fields that its kind does not have are null or empty. */
export type ReadMail = {
  kind: MailKind;
  subject: string;
  from: string | null;
  to: readonly string[];
  /** The mail's own Date, in milliseconds since 1970, or null. */
  sentAt: number | null;
  /** Messages that it answers or returns, without angle brackets: In-Reply-To, then References, newest first. */
  messageIds: readonly string[];
  /** Bounces, delays, complaints and reports of delivery: one entry per recipient. */
  recipients: readonly BounceRecipient[];
  /** Replies. Of automatic mails only `left-company`. */
  class: ReplyClass | null;
  /** The text without quotes, signature and footer. */
  text: string;
  /** Absences only. */
  absence: Absence | null;
};

export type ReadMailOptions = {
  /** Whether an address is one of ours. A copy of what we sent is never a reply. */
  own: (address: string) => boolean;
  /** ISO 3166 code of the contact's country. It decides whether 5/6 is May or June. */
  country?: string | undefined;
  /** How little is enough for `interested` and `not-interested`. The default is `normal`. */
  sensitivity?: Sensitivity | undefined;
  /** Milliseconds since 1970. Dates are read from here if the mail has no Date. */
  receivedAt?: number | undefined;
};
