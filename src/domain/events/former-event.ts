import type { WaitReason } from '../contact/enrollment.ts';
import type { CampaignEvent } from './campaign-event.ts';

/** How the log of earlier versions named what a contact waits for. */
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

/** The events whose `reason` is a reason code; that of the others is free text. */
const withReasonCode: ReadonlySet<string> = new Set<CampaignEvent['type']>([
  'attempt.ended',
  'attempt.not-placed',
  'enrollment.deferred',
  'enrollment.step-noted',
]);

/** A stored event in the words of this version. */
export function inTodaysWords(event: CampaignEvent): CampaignEvent {
  if (!('reason' in event.data)) return event;
  const known = event.data.reason ?? '';
  // A code with a dot is no word of a free text.
  const reason = withReasonCode.has(event.type) || known.includes('.') ? formerReasons[known] : undefined;
  return reason === undefined ? event : ({ ...event, data: { ...event.data, reason } } as CampaignEvent);
}
