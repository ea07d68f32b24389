import type { Person } from '../../domain/contact/person.ts';

/** The minimum time between touches of a person by two campaigns of a client. */
export const busyMs = 60_000;

/**
 * Returns the business time until which an attempt to a person waits for other campaigns of the client; null without
 * a wait. An open attempt is checked again every minute. After a touch of another campaign the distance is `busyMs`.
 * A touch that is further ahead comes from a clock that was set back since, and is ignored.
 */
export function busyUntil({
  person: { openAttempts, lastTouch },
  campaign,
  startAt,
  at,
}: {
  person: Pick<Person, 'openAttempts' | 'lastTouch'>;
  /** The campaign of the new attempt. */
  campaign: string;
  startAt: number;
  at: number;
}): number | null {
  if (openAttempts.length > 0) return at + busyMs;
  if (lastTouch === null || lastTouch.campaign === campaign) return null;
  return Math.abs(startAt - lastTouch.at) < busyMs ? lastTouch.at + busyMs : null;
}
