import type { Enrollment, EnrollmentEnd, EnrollmentState } from '../../../domain/contact/enrollment.ts';
import { enrollmentStates, isDispatchable, restingStates } from '../../../domain/contact/enrollment.ts';
import type { EnrollmentDoc } from '../documents/collections.ts';

/** What a turn may change of an enrollment, as an update: `waits` is there exactly while it is on the due lists. */
export function enrollmentUpdate({ position: _p, contact: _c, person: _q, ...changed }: Enrollment) {
  return isDispatchable(changed.state)
    ? { $set: { ...changed, waits: true as const } }
    : { $set: changed, $unset: { waits: '' as const } };
}

/**
 * Makes an enrollment of a document. Where the whole campaign was cancelled or expired, `rest` is what each contact
 * became that was neither ended nor in flight: their documents were not rewritten.
 */
export function enrollmentFrom(document: EnrollmentDoc, rest: EnrollmentEnd | null): Enrollment {
  const { _id, campaign: _c, waits: _w, trail: _t, ...enrollment } = document;
  const isAtRest = rest !== null && restingStates.has(enrollment.state);
  return isAtRest ? { ...enrollment, state: rest } : enrollment;
}

/** The stored states behind the ones asked for, given what contacts at rest became; null for all of them. */
export function storedStates(
  asked: readonly EnrollmentState[] | undefined,
  rest: EnrollmentEnd | null,
): EnrollmentState[] | null {
  if (asked === undefined) return null;
  return enrollmentStates.filter((state) =>
    rest !== null && restingStates.has(state) ? asked.includes(rest) : asked.includes(state),
  );
}

/** The fields of an enrollment, without its trail, which grows. */
export const withoutTrail = { trail: 0 } as const;
