import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { isEnd } from '../../domain/contact/enrollment.ts';
import type { ResultRow } from '../../persistence/contract/store.ts';
import type { CampaignStatus } from '../campaign-status.ts';
import { instantText } from '../instants.ts';
import { endInWords } from '../reason-in-words.ts';
import type { Circumstances } from '../reason-in-words.ts';

/** The columns that the results add to each row of the list. */
export const resultColumnNames = [
  'rm_state',
  'rm_disposition',
  'rm_attempts',
  'rm_last_attempt_at',
  'rm_reason',
] as const;

const waitWords: Readonly<Record<Enrollment['waitReason'], string>> = {
  'contact.new': 'not tried yet',
  'retry.waiting': 'waits for a retry',
  'step.waiting': 'waits for the next step',
  'callback.waiting': 'is called back at the requested time',
  'attempts.per-day': 'had the maximum of attempts for the day',
  'person.busy': 'another campaign was contacting this address',
  'attempt.not-placed': 'will be tried again',
  'contact.suppressed': 'is on a do-not-contact list',
  'attempts.per-24-hours': 'had the maximum of attempts for 24 hours',
  'attempts.per-week': 'had the maximum of attempts for seven days',
  'attempts.per-30-days': 'had the maximum of attempts for 30 days',
};

function reasonOf(
  enrollment: Enrollment,
  circumstances: Circumstances & Pick<CampaignStatus, 'effective'>,
): string {
  const { state, waitReason } = enrollment;
  if (isEnd(state)) return endInWords({ end: state, enrollment, ...circumstances });
  switch (state) {
    case 'pending':
      return waitWords['contact.new'];
    case 'waiting':
      return `${waitWords[waitReason]}, due ${instantText(circumstances.effective(enrollment))}`;
    case 'in-flight':
      return 'is being contacted now';
    case 'paused':
      return 'paused by an operator';
    case 'review':
      return 'waits for a decision';
    case 'observing':
      return 'the last step has ended; replies and bounces are still recorded';
  }
}

function beyond(surplus: readonly string[]): string {
  const filled = surplus.filter((cell) => cell !== '');
  return filled.length === 0 ? '' : ` (beyond the last column: ${filled.join(', ')})`;
}

/** The cells of those columns for one row. */
export function resultCells({
  row: { enrollment, rejection },
  surplus,
  lastNumber,
  ...circumstances
}: Circumstances &
  Pick<CampaignStatus, 'effective'> & {
    row: ResultRow;
    surplus: readonly string[];
    /** Of a contact with several numbers: the one that was tried last. */
    lastNumber: string | null;
  }): string[] {
  if (!enrollment) {
    const state = rejection?.code === 'contact.duplicate' ? 'duplicate' : 'rejected';
    return [state, '', '0', '', `${rejection?.detail ?? ''}${beyond(surplus)}`];
  }
  const { state, lastDisposition, attempts, lastAttemptAt } = enrollment;
  return [
    state,
    lastDisposition ?? '',
    String(attempts),
    lastAttemptAt === null ? '' : instantText(lastAttemptAt),
    `${reasonOf(enrollment, circumstances)}${lastNumber === null ? '' : `, last at ${lastNumber}`}${beyond(surplus)}`,
  ];
}
