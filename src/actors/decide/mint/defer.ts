import { dueClasses } from '../../../domain/contact/enrollment.ts';
import type { Enrollment, WaitReason } from '../../../domain/contact/enrollment.ts';
import { storedDue } from '../../turn/campaign-memory.ts';
import { transitionEnrollment } from '../steps.ts';
import type { Deciding } from '../steps.ts';

/** Lets a contact wait until an instant of business time. */
export function defer(
  deciding: Deciding,
  { enrollment: row }: { enrollment: Enrollment },
  { dueAt, waitReason }: { dueAt: number; waitReason: WaitReason },
): void {
  const { set } = deciding;
  const dueClass = row.callBackAt === null ? dueClasses.again : dueClasses.callback;
  const due = { dueAt: storedDue(set.position().context, { dueClass, dueAt }), dueClass, waitReason };
  transitionEnrollment(deciding, { row, event: { type: 'DEFER', due } });
  set.log({
    type: 'enrollment.deferred',
    position: row.position,
    data: { reason: waitReason, until: dueAt },
  });
}
