import type { Doing } from '../domain/campaign/campaign.ts';
import type { ReasonCode } from '../domain/reason-code.ts';

/** What a running campaign does, as its log tells it: `dispatching`, `draining`, or `waiting` with a reason. */
export type Activity = { doing: Doing; reason: ReasonCode | null };

/** What was told last, and since when the campaign has been doing what it does now. Business time. */
export type NotedActivity = { told: Activity; current: Activity; since: number };

/** Work that lasts less than this between two waits for the same thing is not told: retries come up one by one. */
const shortMs = 60_000;

/** Before anything was told a campaign dispatches: that is what its start means. */
export const firstActivity: NotedActivity = {
  told: { doing: 'dispatching', reason: null },
  current: { doing: 'dispatching', reason: null },
  since: 0,
};

function isSame(left: Activity, right: Activity): boolean {
  return left.doing === right.doing && left.reason === right.reason;
}

/**
 * Whether a change of what a campaign does is worth a line in its log. A wait for something else than before is told at
 * once; work after a wait only when it has lasted a while, so that a wait which each retry interrupts is told once.
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
