import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { Enrollment, EnrollmentEnd } from '../../domain/contact/enrollment.ts';
import type { EnrollmentMachineEvent } from '../../machines/enrollment/enrollment-machine.ts';
import { stepDelayMs } from '../../rules/retry.ts';
import { toStoredTime } from '../turn/campaign-memory.ts';
import type { Deciding } from './steps.ts';

/**
 * Returns the event that skips the current step of a contact. The next step follows after its usual delay from now.
 */
export function skipEvent(
  { set }: Deciding,
  { row, unreached }: { row: Enrollment; unreached: EnrollmentEnd },
): EnrollmentMachineEvent {
  const { definition } = set.record;
  const now = toStoredTime(set.position().context, set.at);
  return {
    type: 'SKIP',
    at: set.at,
    steps: definition.steps.length,
    due: {
      dueAt: now + stepDelayMs({ definition, step: row.step + 1 }),
      dueClass: dueClasses.again,
      waitReason: 'step.waiting',
    },
    unreached,
  };
}
