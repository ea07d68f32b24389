import type { Attempt } from '../domain/attempt/attempt.ts';

/** Whether an open attempt must be ended: by an order for it, or for its campaign. */
export function isToEnd({ placed, endWanted }: Attempt, campaign: { hangUp: boolean }): boolean {
  return placed && (endWanted || campaign.hangUp);
}

/** The event, and the request for an operator, if the provider does not accept the order to end an attempt. */
export const notEnded = 'attempt.not-ended';
