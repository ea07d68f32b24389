import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { Enrollment, EnrollmentEnd } from '../../domain/contact/enrollment.ts';
import type { EnrollmentMachineEvent } from '../../machines/enrollment/enrollment-machine.ts';
import { stepDueAt } from '../../rules/step-delay.ts';
import { storedDue } from '../turn/campaign-memory.ts';
import type { Deciding } from './steps.ts';

/**
 * Returns the event that skips the current step of a contact. The next step follows after its usual delay from now.
 */
export function skipEvent(
  { set }: Deciding,
  { row, unreached }: { row: Enrollment; unreached: EnrollmentEnd },
): EnrollmentMachineEvent {
  const { definition } = set.record;
  const dueClass = dueClasses.again;
  const next = stepDueAt({
    definition,
    step: row.step + 1,
    from: set.at,
    window: set.memory.windowOf(row.calendar),
  });
  return {
    type: 'SKIP',
    at: set.at,
    steps: definition.steps.length,
    due: {
      dueAt: storedDue(set.position().context, { dueClass, dueAt: next }),
      dueClass,
      waitReason: 'step.waiting',
    },
    unreached,
  };
}
