import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import { isDispatchable } from '../../../domain/contact/enrollment.ts';
import { stateUnder } from '../../common/campaign-head.ts';
import type { CampaignHead } from '../../common/campaign-head.ts';
import type { EnrollmentDoc } from '../documents/collections.ts';

/** What a turn may change of an enrollment, as an update: `waits` is there exactly while it is on the due lists. */
export function enrollmentUpdate({ position: _p, contact: _c, person: _q, ...changed }: Enrollment) {
  return isDispatchable(changed.state)
    ? { $set: { ...changed, waits: true as const } }
    : { $set: changed, $unset: { waits: '' as const } };
}

/** Makes an enrollment of a document of a campaign with this `rest`. */
export function enrollmentFrom(document: EnrollmentDoc, rest: CampaignHead['rest']): Enrollment {
  const { _id, campaign: _c, waits: _w, trail: _t, ...enrollment } = document;
  enrollment.state = stateUnder(rest, enrollment.state);
  return enrollment;
}

/** The fields of an enrollment, without its trail, which grows. */
export const withoutTrail = { trail: 0 } as const;
