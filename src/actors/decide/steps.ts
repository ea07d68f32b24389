import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { AttemptMachineEvent } from '../../machines/attempt/attempt-machine.ts';
import type { CampaignMachineEvent } from '../../machines/campaign/campaign-machine.ts';
import type { EnrollmentMachineEvent } from '../../machines/enrollment/enrollment-machine.ts';
import { dueClassOf } from '../../rules/due-lanes.ts';
import type { Kit } from '../kit.ts';
import type { WorkingSet } from '../turn/working-set/working-set.ts';
import { statePath } from '../turn/campaign-memory.ts';
import { attemptHost, campaignHost, enrollmentHost } from '../transitions/machine-effects.ts';

/** What a decision is about, and what it uses. `client`: the settings of the client of the campaign. */
export type Deciding = { set: WorkingSet; kit: Kit; client: Pick<ClientSettings, 'perPerson'> };

/** Sends the event to the campaign's machine. Returns false if its state does not accept the event. */
export function transitionCampaign({ set, kit }: Deciding, event: CampaignMachineEvent): boolean {
  const step = kit.machines.campaign.next({ ...set.position(), event });
  if (!step.changed) return false;
  const from = statePath(set.position());
  set.setPosition({ value: step.value, context: step.context });
  const to = statePath(set.position());
  set.transitions.add({ machine: 'campaign', from, event: event.type, to, count: 1 });
  for (const effect of step.effects) campaignHost[effect](set);
  return true;
}

/** Sends the event to the machine of one enrollment. Returns null if its state does not accept the event. */
export function transitionEnrollment(
  { set, kit }: Deciding,
  { row, event }: { row: Enrollment; event: EnrollmentMachineEvent },
): Enrollment | null {
  const step = kit.machines.enrollment({ row, event });
  if (!step.changed) return null;
  set.transitions.note('enrollment', step.index);
  const dueClass = dueClassOf({ steps: set.record.definition.steps, channels: kit.channels }, step.row);
  const moved = dueClass === step.row.dueClass ? step.row : { ...step.row, dueClass };
  set.putEnrollment(moved);
  for (const effect of step.effects) enrollmentHost[effect](set, event);
  return moved;
}

/** Sends the event to the machine of one attempt. Returns the same row if the event changes nothing. */
export function transitionAttempt(
  { set, kit }: Deciding,
  { row, event }: { row: Attempt; event: AttemptMachineEvent },
): Attempt {
  const step = kit.machines.attempt({ row, event });
  if (!step.changed) return row;
  set.transitions.note('attempt', step.index);
  set.putAttempt(step.row);
  for (const effect of step.effects) attemptHost[effect](set, step.row);
  return step.row;
}
