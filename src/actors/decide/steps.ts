import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { CallMachineEvent } from '../../machines/call-machine.ts';
import type { CampaignMachineEvent } from '../../machines/campaign-machine.ts';
import type { EnrollmentMachineEvent } from '../../machines/enrollment-machine.ts';
import { dueClassOf } from '../../rules/due-lanes.ts';
import type { Kit } from '../kit.ts';
import type { WorkingSet } from '../turn/working-set.ts';

export type Deciding = { set: WorkingSet; kit: Kit };

/** Moves the campaign on; false if its state cannot take the event. */
export function stepCampaign({ set, kit }: Deciding, event: CampaignMachineEvent): boolean {
  const step = kit.machines.campaign.next({ ...set.position(), event });
  if (!step.changed) return false;
  set.setPosition({ value: step.value, context: step.context });
  for (const effect of step.effects) askFor(set, effect);
  return true;
}

function askFor(set: WorkingSet, effect: string): void {
  if (effect === 'voidPermits') set.perform({ type: 'void-permits' });
  if (effect === 'alert') {
    set.perform({ type: 'alert', code: 'campaign.provider-outage', detail: set.record.id });
  }
  if (effect === 'cancelQueuedCalls') forOpen(set, 'dialing', 'cancel-queued');
  if (effect === 'endOpenCalls' && set.position().context.hangUp) {
    forOpen(set, null, 'end-touch');
  }
}

function forOpen(set: WorkingSet, state: Attempt['state'] | null, type: 'cancel-queued' | 'end-touch'): void {
  for (const { attempt } of set.memory.open.values()) {
    if (attempt.placed && (state === null || attempt.state === state))
      set.perform({ type, attempt: attempt.id });
  }
}

/** Moves one person on; null if the state cannot take the event. */
export function stepEnrollment(
  { set, kit }: Deciding,
  { row, event }: { row: Enrollment; event: EnrollmentMachineEvent },
): Enrollment | null {
  const step = kit.machines.enrollment({ row, event });
  if (!step.changed) return null;
  const dueClass = dueClassOf({ steps: set.record.definition.steps, channels: kit.channels }, step.row);
  const moved = dueClass === step.row.dueClass ? step.row : { ...step.row, dueClass };
  set.putEnrollment(moved);
  return moved;
}

/** Moves one attempt on; the row as it was if the event says nothing new. */
export function stepCall(
  { set, kit }: Deciding,
  { row, event }: { row: Attempt; event: CallMachineEvent },
): Attempt {
  const step = kit.machines.call({ row, event });
  if (!step.changed) return row;
  set.putAttempt(step.row);
  if (step.effects.includes('endCall') && step.row.placed)
    set.perform({ type: 'end-touch', attempt: row.id });
  if (step.effects.includes('findCall')) set.perform({ type: 'find-touch', attempt: row.id });
  return step.row;
}
