import type { ReasonCode } from '../../domain/reason-code.ts';

/** A reason in a few words, for tables. */
export const reasonLabels: Readonly<Record<ReasonCode, string>> = {
  'campaign.draft': 'the campaign is a draft',
  'campaign.scheduled': 'the campaign starts later',
  'campaign.paused': 'the campaign is paused',
  'campaign.cancelling': 'the campaign is being cancelled',
  'campaign.ended': 'the campaign has ended',
  'emergency.stop': 'emergency stop',
  'campaign.no-owner': 'no instance runs the campaign',
  'clock.unknown': 'the time of the database is not known',
  'canary.verdict': 'verdict of the canary start',
  'provider.down': 'the provider is down',
  'provider.throttled': 'the provider accepts no more requests',
  'contact.new': 'due, next in line',
  'contact.paused': 'paused by an operator',
  'contact.review': 'waits for a decision',
  'contact.observing': 'last step done, replies are recorded',
  'contact.suppressed': 'do not contact until a later time',
  'contacts.none': 'no contact waits',
  'window.closed': 'outside calling hours',
  'window.never': 'no hours at all',
  'attempts.per-day': 'maximum of attempts for today',
  'attempts.per-24-hours': 'maximum of attempts for 24 hours',
  'attempts.per-week': 'maximum of attempts for seven days',
  'attempts.per-30-days': 'maximum of attempts for 30 days',
  'retry.waiting': 'waits for a retry',
  'step.waiting': 'waits for the next step',
  'callback.waiting': 'is called back on request',
  'attempt.not-placed': 'not placed, is tried again',
  'person.busy': 'in contact with another campaign',
  'quota.daily': 'quota of the day is used up',
  'budget.campaign': 'open calls may use up the budget',
  'budget.client': 'the budget of the client is used up',
  'budget.no-rate': 'a number has no rate, and there is a budget',
  'quota.warm-up': 'warm-up allows no more today',
  'quota.hourly': 'quota of the hour is used up',
  'sender.none-available': 'no sender may be used',
  'abandonment.cap': 'too many calls were abandoned',
  'bots.failing': 'the bots do not get ready',
  'bots.none-free': 'waits for a free bot',
  'limit.concurrent': 'waits for a free slot',
  'limit.per-second': 'waits for the next start',
  'attempt.in-flight': 'in contact now',
};

/** The same for a text that may be the code of a reason; other texts are returned as they are. */
export function reasonText(code: string): string {
  const labels: Readonly<Record<string, string>> = { ...reasonLabels, ...addressReasons };
  return labels[code] ?? code;
}

const addressReasons: Readonly<Record<string, string>> = {
  'contact.suppressed': 'on a do-not-contact list',
  'contact.no-consent': 'no consent is recorded that the campaign requires',
  'contact.no-address': 'no address for the channel of this step',
  'contact.address-suppressed': 'the address of this step is on a do-not-contact list',
  'contact.nothing-to-say': 'the text of the step is empty for this contact',
};
