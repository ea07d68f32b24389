import type { Person } from '../../domain/contact/person.ts';

/** Two campaigns of a client do not touch a person within this time. */
export const busyMs = 60_000;

/**
 * The business time until which an attempt to a person has to wait for others of the client; null if it need not. An
 * open attempt is waited for, a minute at a time. After a touch of another campaign the next one keeps a distance of
 * `busyMs`. A touch that lies further ahead comes from a clock that was set back since, and is disregarded.
 */
export function busyUntil({
  person: { openAttempts, lastTouch },
  campaign,
  startAt,
  at,
}: {
  person: Pick<Person, 'openAttempts' | 'lastTouch'>;
  /** The one that wants to start. */
  campaign: string;
  startAt: number;
  at: number;
}): number | null {
  if (openAttempts.length > 0) return at + busyMs;
  if (lastTouch === null || lastTouch.campaign === campaign) return null;
  return Math.abs(startAt - lastTouch.at) < busyMs ? lastTouch.at + busyMs : null;
}
