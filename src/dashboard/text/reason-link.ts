import { waitReasons } from '../../domain/contact/enrollment.ts';
import type { EnrollmentState } from '../../domain/contact/enrollment.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';

/** The states of contacts that have these reasons, and no others. */
const states: Readonly<Partial<Record<ReasonCode, EnrollmentState>>> = {
  'contact.paused': 'paused',
  'contact.review': 'review',
  'contact.observing': 'observing',
  'attempt.in-flight': 'in-flight',
};

/**
 * The address of the contacts that wait for a reason. Null for reasons that are not stored with contacts, such as closed
 * hours or a limit: which contacts they hold back changes with the time.
 */
export function reasonLink(campaign: string, reason: ReasonCode): string | null {
  const list = `/campaigns/${campaign}/contacts`;
  const state = states[reason];
  if (state !== undefined) return `${list}?state=${state}`;
  const isStored = waitReasons.some((stored) => stored === reason);
  return isStored ? `${list}?reason=${reason}` : null;
}
