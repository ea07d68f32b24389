import type { Attempt } from '../domain/attempt/attempt.ts';

/** Whether an open attempt was ordered to end: by itself, or with its campaign. */
export function isToEnd({ placed, hangUp }: Attempt, campaign: { hangUp: boolean }): boolean {
  return placed && (hangUp || campaign.hangUp);
}

/** The event, and the call for a person, where the provider does not take the order to end an attempt. */
export const notEnded = 'attempt.not-ended';
