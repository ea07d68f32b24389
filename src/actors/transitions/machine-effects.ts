import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { AttemptEffect } from '../../machines/attempt/attempt-machine.ts';
import type { CampaignEffect } from '../../machines/campaign/campaign-machine.ts';
import type {
  EnrollmentEffect,
  EnrollmentMachineEvent,
} from '../../machines/enrollment/enrollment-machine.ts';
import type { WorkingSet } from '../turn/working-set/working-set.ts';

/**
 * The actions of the host for the effects that a machine declares. The compiler refuses a declared effect that is
 * missing here, and a function for an effect that no machine declares.
 */
type Host<Effect extends string, Input> = Readonly<Record<Effect, (set: WorkingSet, input: Input) => void>>;

/** The effects of the campaign machine, for a campaign that is already in its new state. */
export const campaignHost: Host<CampaignEffect, void> = {
  voidPermits: (set) => set.perform({ type: 'void-permits' }),
  cancelQueuedTouches: (set) => forPlaced(set, isQueued, 'cancel-queued'),
  endOpenTouches(set) {
    if (set.position().context.hangUp) forPlaced(set, () => true, 'end-touch');
  },
  alert: (set) => set.perform({ type: 'alert', code: 'campaign.provider-outage', detail: set.record.id }),
};

/** Returns whether the provider has the touch and the contact, as far as is known, cannot have noticed it yet. */
function isQueued({ state, progress, channel }: Attempt, { channels }: WorkingSet): boolean {
  if (state !== 'placed') return false;
  return !channels.stagesOf(channel).some(({ name, isNoticed }) => name === progress && isNoticed);
}

function forPlaced(
  set: WorkingSet,
  isMeant: (attempt: Attempt, set: WorkingSet) => boolean,
  type: 'cancel-queued' | 'end-touch',
): void {
  for (const { attempt } of set.memory.open.values()) {
    if (attempt.placed && isMeant(attempt, set)) set.perform({ type, attempt: attempt.id });
  }
}

/** The effects of the enrollment machine, for the event that led to them. */
export const enrollmentHost: Host<EnrollmentEffect, EnrollmentMachineEvent> = {
  placeTouch(set, event) {
    if (event.type !== 'MINTED')
      throw new TypeError(`${event.type} mints no attempt: there is nothing to place`);
    const { attempt, startAt } = event;
    const touch = set.touchOf(attempt);
    if (set.attempt(attempt)?.state === 'preparing') set.perform({ type: 'prepare-touch', attempt, touch });
    else set.perform({ type: 'place-touch', attempt, startAt, touch });
  },
};

/** The effects of the attempt machine, for the row after the event. */
export const attemptHost: Host<AttemptEffect, Attempt> = {
  endTouch(set, row) {
    if (row.placed) set.perform({ type: 'end-touch', attempt: row.id });
  },
  findTouch: (set, row) => set.perform({ type: 'find-touch', attempt: row.id }),
};
