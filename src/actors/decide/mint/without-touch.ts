import { nothingToSay } from '../../../domain/campaign/silence.ts';
import type { Silence } from '../../../domain/campaign/silence.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Bar } from '../../../domain/contact/reach.ts';
import type { SkipReason } from '../../../rules/person/outlook.ts';
import { skipEvent } from '../skip.ts';
import { transitionEnrollment } from '../steps.ts';
import type { Deciding } from '../steps.ts';
import type { Candidate } from './candidate.ts';
import { defer } from './defer.ts';

/**
 * Skips a step that has no content for this contact. A contact that was never tried and has no step left ends as
 * `dead-lettered`.
 */
export function skipSilent(
  deciding: Deciding,
  { enrollment: row, step }: Candidate,
  { part, variables }: Silence,
): void {
  const moved = skipOver(deciding, row);
  deciding.set.log({
    type: 'enrollment.step-skipped',
    position: row.position,
    data: { reason: nothingToSay, step: step.id, part, variables, became: moved?.state },
  });
}

/** Skips a step if the contact has no address for its channel that may be contacted. */
export function skipUnreachable(
  deciding: Deciding,
  { enrollment: row, step }: Candidate,
  reason: SkipReason,
): void {
  const moved = skipOver(deciding, row);
  deciding.set.log({
    type: 'enrollment.step-skipped',
    position: row.position,
    data: { reason, step: step.id, became: moved?.state },
  });
}

function skipOver(deciding: Deciding, row: Enrollment): Enrollment | null {
  const unreached = row.attempts === 0 ? 'dead-lettered' : 'exhausted';
  return transitionEnrollment(deciding, { row, event: skipEvent(deciding, { row, unreached }) });
}

/** Ends a contact that must not be contacted. If the suppression has an end, the contact waits for it. */
export function withholdSuppressed(deciding: Deciding, candidate: Candidate, { reason, until }: Bar): void {
  const { set } = deciding;
  const { enrollment: row } = candidate;
  if (until !== null) {
    defer(deciding, candidate, { dueAt: until, waitReason: 'contact.suppressed' });
    return;
  }
  transitionEnrollment(deciding, { row, event: { type: 'END', end: 'suppressed', at: set.at } });
  set.log({ type: 'enrollment.suppressed', position: row.position, data: { reason } });
}

/**
 * Withholds the candidates that must not be contacted, skips steps that cannot reach their contact, and returns the
 * others. This uses no start; otherwise a contact that cannot be reached would be chosen again whenever starts are
 * scarce.
 */
export function withoutUnreachable(deciding: Deciding, candidates: readonly Candidate[]): Candidate[] {
  const { set } = deciding;
  return candidates.filter((candidate) => {
    const { enrollment, person, outlook } = candidate;
    if (outlook.type === 'reachable' || set.isTouched(enrollment.position)) return true;
    set.add({ enrollments: [enrollment], persons: [[enrollment.person, person]] });
    if (outlook.type === 'skip') skipUnreachable(deciding, candidate, outlook.reason);
    else withholdSuppressed(deciding, candidate, outlook);
    return false;
  });
}
