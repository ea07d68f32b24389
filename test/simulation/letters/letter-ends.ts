import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import type { Enrollment } from '../../../src/domain/contact/enrollment.ts';
import type { Report } from '../../support/letters/post-office.ts';
import { broken } from '../oracle/broken.ts';
import { isLetter } from '../oracle/mirror.ts';
import type { Posted } from './letter-oracle.ts';

/** The fact in the row of an attempt that each report leaves. */
const facts: Partial<Record<Report, string>> = {
  delayed: 'delayedAt',
  delivered: 'deliveredAt',
  opened: 'openedAt',
  reply: 'repliedAt',
  'opt-out': 'repliedAt',
};

/** Ends that a caller, a date or a list brought about: evidence need not change them. */
const ordered = ['cancelled', 'expired', 'suppressed'];

function dispositionsOf({ reports }: Posted): readonly string[] {
  if (reports.has('hard-bounce')) return ['bounced'];
  if (reports.has('soft-bounce')) return ['soft-bounced'];
  return ['sent', 'unconfirmed'];
}

/** A letter that never came to the post office was refused there, or it is not known what became of it. */
function checkUnposted({ id, state, disposition, cause }: Attempt): void {
  if (state !== 'ended' || disposition === 'unconfirmed' || cause?.code === 'refused') return;
  broken(`1 recorded: letter ${id} was never posted, and is recorded as ${disposition}`);
}

function checkPosted(letter: Posted, { id, state, disposition, details, outcome }: Attempt): void {
  if (state === 'not-placed') broken(`1 recorded: letter ${id} was posted, and is recorded as not placed`);
  const expected = dispositionsOf(letter);
  if (!expected.includes(disposition ?? ''))
    broken(`9 recorded: letter ${id} is recorded as ${disposition}, it was ${expected.join(' or ')}`);
  for (const report of letter.reports) {
    const fact = facts[report];
    if (fact !== undefined && details?.[fact] === undefined)
      broken(`8 durable: ${report} of letter ${id} was taken, and is not stored`);
  }
  if (letter.reports.has('opt-out') && outcome !== 'opt-out')
    broken(`8 durable: the opt-out in answer to letter ${id} was taken, and is not stored`);
}

/** The end of the contact that the reports about a letter must have led to; null if none. */
function endsOf({ reports }: Posted, { definition }: CampaignRecord): readonly string[] | null {
  const { stopOnReply, stopOnBounce } = definition.sequences;
  if (reports.has('opt-out')) return ['opted-out'];
  if (reports.has('reply') && stopOnReply) return ['responded', 'opted-out'];
  if (reports.has('hard-bounce') && stopOnBounce) return ['bounced', 'responded', 'opted-out'];
  return null;
}

/** Once everything is over: what the post office knows is what is recorded, and has had its effect. */
export function checkLetters({
  record,
  people,
  attempts,
  posted,
}: {
  record: CampaignRecord;
  people: readonly Enrollment[];
  attempts: readonly Attempt[];
  posted: ReadonlyMap<string, Posted>;
}): void {
  const rows = new Map(people.map((person) => [person.position, person]));
  for (const attempt of attempts.filter(isLetter)) {
    const letter = posted.get(attempt.id);
    if (!letter) {
      checkUnposted(attempt);
      continue;
    }
    checkPosted(letter, attempt);
    const ends = endsOf(letter, record);
    const state = rows.get(attempt.position)?.state ?? '';
    if (ends && ![...ends, ...ordered].includes(state))
      broken(
        `9 recorded: person ${attempt.position} of ${record.id} is ${state} after ${[...letter.reports].join(', ')}, not ${ends.join(' or ')}`,
      );
  }
}
