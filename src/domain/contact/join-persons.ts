import { latestOf, severalCampaigns } from './person.ts';
import type { ChannelDay, LastTouch, Person } from './person.ts';

/**
 * Joins two persons of one client that are shown to be the same. The survivor has the open attempts and the opt-out
 * of both, the sum of their counts for the same day, the latest starts of both, and the later touch. The other keeps its figures and points to
 * the survivor. Both revisions are incremented, so that a turn that read either of them decides again. The result of
 * joining several persons does not depend on the order.
 */
export function joinPersons({ survivor, other }: { survivor: Person; other: Person }): {
  survivor: Person;
  other: Person;
} {
  return {
    survivor: {
      ...survivor,
      rev: survivor.rev + 1,
      openAttempts: [...new Set([...survivor.openAttempts, ...other.openAttempts])].sort(),
      days: joinDays(survivor.days, other.days),
      recent: joinRecent(survivor.recent, other.recent),
      lastTouch: laterTouch(survivor.lastTouch, other.lastTouch),
      optOut: firstInOrder(survivor.optOut, other.optOut),
    },
    other: { ...other, rev: other.rev + 1, mergedInto: survivor.id },
  };
}

function joinDays(left: Person['days'], right: Person['days']): Person['days'] {
  const days: Record<string, ChannelDay> = { ...left };
  for (const [channel, added] of Object.entries(right)) {
    const known = days[channel];
    days[channel] = known ? joinDay(known, added) : added;
  }
  return days;
}

function joinRecent(left: Person['recent'], right: Person['recent']): Person['recent'] {
  const recent: Record<string, readonly number[]> = { ...left };
  for (const [channel, starts] of Object.entries(right)) {
    const all = [...(recent[channel] ?? []), ...starts].toSorted((one, other) => one - other);
    recent[channel] = latestOf(all);
  }
  return recent;
}

/** If the days differ, the later one counts, because the earlier one has ended. */
function joinDay(left: ChannelDay, right: ChannelDay): ChannelDay {
  if (left.day === right.day) return { day: left.day, count: left.count + right.count };
  return left.day > right.day ? left : right;
}

/**
 * Touches of different campaigns become a touch of several campaigns: every campaign keeps its distance from the
 * later one.
 */
function laterTouch(left: LastTouch | null, right: LastTouch | null): LastTouch | null {
  if (left === null || right === null) return left ?? right;
  const campaign = left.campaign === right.campaign ? left.campaign : severalCampaigns;
  return { campaign, at: Math.max(left.at, right.at) };
}

/** The reason that is first in alphabetical order, so that the order of joins does not matter. */
function firstInOrder(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return left < right ? left : right;
}
