import type { CampaignEvent } from '../../domain/events/campaign-event.ts';
import { isEnd } from '../../domain/contact/enrollment.ts';
import type { EnrollmentState } from '../../domain/contact/enrollment.ts';

/** The events of some types. */
export type EventIn<Catalogue> = Extract<CampaignEvent, { type: keyof Catalogue }>;

/** A transition of a machine, with states as the counts of transitions name them. */
export type Move = {
  /** The state before; null for a campaign, a contact or an attempt that begins. */
  from: string | null;
  /** The type of the machine's event; null where `from` is null. */
  event: string | null;
  /** The state after; the same as `from` for a transition that stays in its state. */
  to: string;
};

/** A transition that a line of a log tells. */
export type JourneyStep = Move & {
  machine: 'campaign' | 'enrollment' | 'attempt';
  /** The contact; null for a step of the campaign. */
  position: number | null;
  /** The attempt; null for a step of the campaign or of the contact. */
  attempt: string | null;
};

/** The state of the enrollment machine for the state of a row: the machine has one state for all ends. */
export const machineStateOf = (state: EnrollmentState): string => (isEnd(state) ? 'ended' : state);
