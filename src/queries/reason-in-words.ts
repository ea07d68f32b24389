import type { Disposition } from '../domain/attempt/disposition.ts';
import type { EnrollmentEnd } from '../domain/contact/enrollment.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';
import type { SkipReason } from '../rules/person/outlook.ts';

const times = (count: number): string => (count === 1 ? '1 attempt' : `${count} attempts`);

function lastResult({ lastDisposition, lastOutcome }: Enrollment, inWords: Circumstances['inWords']): string {
  if (!lastDisposition) return '';
  const words = inWords(lastDisposition);
  return lastOutcome ? `${words} (${lastOutcome})` : words;
}

function withLast(text: string, last: string): string {
  return last ? `${text}; the last: ${last}` : text;
}

/** Facts that are not in the row of the contact. */
export type Circumstances = {
  /** Why the address is on a do-not-contact list; undefined if it is not on one. */
  suppressed: string | null;
  /** Why the current step cannot reach the contact. */
  skipped: SkipReason | null;
  /** The end of the contacts that were left when the campaign was cancelled or expired. */
  rest: EnrollmentEnd | null;
  /** The words for a disposition at the end of a sentence. */
  inWords: (disposition: Disposition) => string;
};

/** Why an enrollment ended, in words that need no knowledge of this program. */
export function endInWords({
  end,
  enrollment,
  suppressed,
  skipped,
  rest,
  inWords,
}: Circumstances & { end: EnrollmentEnd; enrollment: Enrollment }): string {
  const last = lastResult(enrollment, inWords);
  switch (end) {
    case 'completed':
      return withLast(`reached in ${times(enrollment.attempts)}`, last);
    case 'responded':
      return 'answered us';
    case 'exhausted':
      if (enrollment.attempts === 0) return 'no step contacted this contact';
      return withLast(`no success in ${times(enrollment.attempts)}`, last);
    case 'invalid':
      return last || inWords('invalid');
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
    case 'imported':
      return 'processed by the program that the campaign was imported from';
    case 'dead-lettered':
      return skipped === null
        ? 'never contacted: no step had anything to say to this contact (contact.nothing-to-say)'
        : `never contacted: no step could reach this contact (${skipped})`;
  }
}
