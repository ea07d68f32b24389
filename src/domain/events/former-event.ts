import type { WaitReason } from '../contact/enrollment.ts';
import type { CampaignEvent } from './campaign-event.ts';

/** The names that earlier versions logged for what a contact waits for. */
const formerReasons: Readonly<Record<string, WaitReason>> = {
  new: 'contact.new',
  retry: 'retry.waiting',
  step: 'step.waiting',
  callback: 'callback.waiting',
  'attempts-per-day': 'attempts.per-day',
  'party-busy': 'person.busy',
  'party.busy': 'person.busy',
  'not-placed': 'attempt.not-placed',
};

/** The events whose `reason` is a reason code. In other events it is free text. */
const withReasonCode: ReadonlySet<string> = new Set<CampaignEvent['type']>([
  'attempt.ended',
  'attempt.not-placed',
  'enrollment.deferred',
  'enrollment.step-noted',
]);

/** A stored event with the names of this version. */
export function inTodaysWords(event: CampaignEvent): CampaignEvent {
  if (!('reason' in event.data)) return event;
  const known = event.data.reason ?? '';
  // A code with a dot is not free text.
  const reason = withReasonCode.has(event.type) || known.includes('.') ? formerReasons[known] : undefined;
  return reason === undefined ? event : ({ ...event, data: { ...event.data, reason } } as CampaignEvent);
}
