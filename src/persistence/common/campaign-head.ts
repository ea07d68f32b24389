import { enrollmentStates, stateUnder } from '../../domain/contact/enrollment.ts';
import type { EnrollmentEnd, EnrollmentState } from '../../domain/contact/enrollment.ts';

/**
 * The facts about a campaign that reads of its rows need. If the whole campaign was cancelled or expired, `rest` is
 * the end of each contact that was neither ended nor in flight. The rows of these contacts were not rewritten.
 */
export type CampaignHead = { number: number; client: string; rest: EnrollmentEnd | null };

/** Returns the stored states of the enrollments that are in one of these states. */
export function storedStates(
  asked: readonly EnrollmentState[],
  rest: CampaignHead['rest'],
): EnrollmentState[] {
  return enrollmentStates.filter((stored) => asked.includes(stateUnder(rest, stored)));
}
