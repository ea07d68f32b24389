/**
 * Why a contact is not contacted now, or why a campaign starts nothing. The log, the streams, the API and `why` all use
 * these codes.
 */
export const reasonCodes = [
  'campaign.draft',
  'campaign.scheduled',
  'campaign.paused',
  'campaign.cancelling',
  'campaign.ended',
  'emergency.stop',
  'campaign.no-owner',
  'clock.unknown',
  'canary.verdict',
  'provider.down',
  'provider.throttled',
  'contact.new',
  'contact.paused',
  'contact.review',
  'contact.observing',
  'contacts.none',
  'window.closed',
  'window.never',
  'attempts.per-day',
  'retry.waiting',
  'step.waiting',
  'callback.waiting',
  'attempt.not-placed',
  'person.busy',
  'quota.daily',
  'quota.warm-up',
  'quota.hourly',
  'limit.concurrent',
  'limit.per-second',
  'attempt.in-flight',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];
