import { dayCountOf, withDayCount, withStart } from '../../../domain/contact/person.ts';
import { attemptsOn } from '../../../rules/person/day-count.ts';
import { transitionEnrollment } from '../steps.ts';
import type { Deciding } from '../steps.ts';
import { buildTouch } from '../../sending/readers/build-touch.ts';
import type { Candidate, MintCandidate } from './candidate.ts';
import { defer } from './defer.ts';
import { lastCheck } from './last-check.ts';
import { newAttempt } from './new-attempt.ts';
import { skipSilent, skipUnreachable, withholdSuppressed } from './without-touch.ts';

function mintOne(
  deciding: Deciding,
  candidate: MintCandidate,
  { startAt, permitUntil }: { startAt: number; permitUntil: number },
): void {
  const { set } = deciding;
  const { enrollment } = candidate;
  const attempt = newAttempt(deciding, candidate, permitUntil);
  const contacts = deciding.kit.channels.stepContacts(candidate.step);
  const { step, contact, outlook } = candidate;
  const lines = outlook.type === 'reachable' ? outlook.lines : null;
  const { client, definition } = set.record;
  set.mint(attempt, buildTouch({ attempt, client, step, contact, definition }));
  transitionEnrollment(deciding, {
    row: enrollment,
    event: { type: 'MINTED', attempt: attempt.id, at: set.at, startAt, contacts, lines },
  });
  if (contacts) {
    takePerson(deciding, candidate, { attempt: attempt.id, startAt });
    set.log({
      type: 'attempt.minted',
      position: enrollment.position,
      attempt: attempt.id,
      data: {
        step: attempt.step,
        number: attempt.number,
        ...(attempt.state === 'sending' && { startAt }),
      },
    });
  }
}

/** Adds the open attempt to the person, counts it, and records the touch. */
function takePerson(
  { set }: Deciding,
  { enrollment, person, step }: Candidate,
  { attempt, startAt }: { attempt: string; startAt: number },
): void {
  const { channel } = step;
  const day = set.memory.windowOf(enrollment.calendar).localDay(startAt);
  const count = attemptsOn({ ...dayCountOf(person, channel), today: day }) + 1;
  const counted = withStart(withDayCount(person, { channel, day, count }), { channel, at: set.at });
  set.putPerson({
    ...counted,
    openAttempts: [...person.openAttempts, attempt],
    lastTouch: { campaign: set.record.id, at: startAt },
  });
}

/**
 * Mints attempts for the candidates, in order, one per available start. Every candidate is checked again at the
 * instant of its start: suppression, content, another touch of the person, the window, the caps of the person.
 * Returns how many starts were used.
 */
export function mintTouches(
  deciding: Deciding,
  {
    candidates,
    starts,
    permitUntil,
  }: { candidates: readonly MintCandidate[]; starts: readonly number[]; permitUntil: number },
): number {
  const { set } = deciding;
  let used = 0;
  for (const candidate of candidates) {
    const startAt = starts[used];
    if (startAt === undefined) break;
    const { enrollment, person } = candidate;
    if (set.isTouched(enrollment.position)) continue;
    set.add({ enrollments: [enrollment], persons: [[enrollment.person, person]] });
    const current = { ...candidate, person: set.person(person.id) ?? person };
    const found = lastCheck(deciding, current, startAt);
    if (found.kind === 'mint') {
      mintOne(deciding, current, { startAt, permitUntil });
      used += 1;
    } else if (found.kind === 'suppressed') {
      withholdSuppressed(deciding, current, found.bar);
    } else if (found.kind === 'unreachable') {
      skipUnreachable(deciding, current, found.reason);
    } else if (found.kind === 'silent') {
      skipSilent(deciding, current, found.silence);
    } else if (found.kind === 'defer') {
      defer(deciding, current, found);
    }
  }
  return used;
}
