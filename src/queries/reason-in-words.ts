import type { EnrollmentEnd } from '../domain/contact/enrollment.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';

/** How each disposition reads at the end of a sentence. */
const dispositionWords: Readonly<Record<NonNullable<Enrollment['lastDisposition']>, string>> = {
  answered: 'answered',
  machine: 'an answering machine',
  busy: 'busy',
  'no-answer': 'no answer',
  rejected: 'rejected',
  invalid: 'the number is not in service',
  failed: 'the call failed',
  unconfirmed: 'it is not known how it ended',
  cancelled: 'the call was taken back',
};

const times = (count: number): string => (count === 1 ? '1 attempt' : `${count} attempts`);

function lastResult({ lastDisposition, lastOutcome }: Enrollment): string {
  if (!lastDisposition) return '';
  return lastOutcome
    ? `${dispositionWords[lastDisposition]} (${lastOutcome})`
    : dispositionWords[lastDisposition];
}

function withLast(text: string, enrollment: Enrollment): string {
  const last = lastResult(enrollment);
  return last ? `${text}; the last: ${last}` : text;
}

/** What is known beyond the person's own row. */
export type Circumstances = {
  /** Why the address is on a do-not-contact list, if it is. */
  suppressed: string | null;
  /** Everybody who was left was cancelled, or expired, with the campaign. */
  rest: EnrollmentEnd | null;
};

/** Why a person ended as they did, in words for somebody who never saw this program. */
export function endInWords({
  end,
  enrollment,
  suppressed,
  rest,
}: Circumstances & { end: EnrollmentEnd; enrollment: Enrollment }): string {
  switch (end) {
    case 'completed':
      return withLast(`reached in ${times(enrollment.attempts)}`, enrollment);
    case 'responded':
      return 'answered us';
    case 'exhausted':
      if (enrollment.attempts === 0) return 'no step contacted this contact';
      return withLast(`no success in ${times(enrollment.attempts)}`, enrollment);
    case 'invalid':
      return lastResult(enrollment) || 'the number is not in service';
    case 'bounced':
      return 'the message came back';
    case 'opted-out':
      return 'asked not to be contacted again';
    case 'suppressed':
      return suppressed === null ? 'on a do-not-contact list' : `on a do-not-contact list (${suppressed})`;
    case 'expired':
      return 'the time for it ran out';
    case 'cancelled':
      return rest === 'cancelled' ? 'the campaign was cancelled' : 'taken out of the campaign';
    case 'dead-lettered':
      return 'never contacted: no step had anything to say to this contact (contact.nothing-to-say)';
  }
}
