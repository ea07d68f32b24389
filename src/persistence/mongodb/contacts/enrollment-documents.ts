import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import { isDispatchable } from '../../../domain/contact/enrollment.ts';
import { stateUnder } from '../../../domain/contact/enrollment.ts';
import type { CampaignHead } from '../../common/campaign-head.ts';
import type { EnrollmentDoc } from '../documents/collections.ts';

/**
 * Returns the fields of an enrollment that a turn may change, as an update. `waits` is set exactly while the
 * enrollment can become due.
 */
export function enrollmentUpdate({ position: _p, contact: _c, person: _q, ...changed }: Enrollment) {
  return isDispatchable(changed.state)
    ? { $set: { ...changed, waits: true as const } }
    : { $set: changed, $unset: { waits: '' as const } };
}

/** Creates an enrollment from a document of a campaign with this `rest`. */
export function enrollmentFrom(document: EnrollmentDoc, rest: CampaignHead['rest']): Enrollment {
  const { _id, campaign: _c, waits: _w, trail: _t, ...enrollment } = document;
  // Earlier versions of the program wrote none.
  enrollment.callBackAt ??= null;
  enrollment.lines ??= null;
  enrollment.state = stateUnder(rest, enrollment.state);
  return enrollment;
}

/** Excludes the trail, which grows, from the fields of an enrollment. */
export const withoutTrail = { trail: 0 } as const;
