import type { Doing } from '../domain/campaign/campaign.ts';
import type { ReasonCode } from '../domain/reason-code.ts';

/** What a running campaign does, as in its log: `dispatching`, `draining`, or `waiting` with a reason. */
export type Activity = { doing: Doing; reason: ReasonCode | null };

/** The activity that was logged last, the current activity, and its start in business time. */
export type NotedActivity = { told: Activity; current: Activity; since: number };

/**
 * Work between two waits for the same reason is not logged if it is shorter than this, because single retries
 * interrupt long waits.
 */
const shortMs = 60_000;

/** The activity of a campaign that has just started. Its start event already says that it dispatches. */
export const firstActivity: NotedActivity = {
  told: { doing: 'dispatching', reason: null },
  current: { doing: 'dispatching', reason: null },
  since: 0,
};

/**
 * Returns what is known of the log when a campaign is read: a wait was logged at once, so it is not logged again by the next
 * owner. Of other activities this is not known.
 */
export function storedActivity(stored: { doing: Doing | null; reason: ReasonCode | null }): NotedActivity {
  const { doing, reason } = stored;
  if (doing !== 'waiting' || reason === null) return firstActivity;
  const activity = { doing, reason };
  return { told: activity, current: activity, since: 0 };
}

function isSame(left: Activity, right: Activity): boolean {
  return left.doing === right.doing && left.reason === right.reason;
}

/**
 * Decides whether a change of activity is logged (`tell`). A wait for a new reason is logged at once. Work after a
 * wait is logged only after a minute, so that a wait that single retries interrupt is logged once.
 */
export function noteActivity({
  noted,
  activity,
  at,
}: {
  noted: NotedActivity;
  activity: Activity;
  at: number;
}): { noted: NotedActivity; tell: boolean } {
  const since = isSame(activity, noted.current) ? noted.since : at;
  const isNews = !isSame(activity, noted.told);
  const tell = isNews && (activity.doing === 'waiting' || at - since >= shortMs);
  return { noted: { told: tell ? activity : noted.told, current: activity, since }, tell };
}
