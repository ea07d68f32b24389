/** How many attempts of one channel a person had on a day: the recipient's local day, `YYYY-MM-DD`. */
export type ChannelDay = { day: string; count: number };

/** Used in place of a campaign, after a join of persons that different campaigns touched last. */
export const severalCampaigns = '';

/**
 * The last touch of a person: its campaign, or `severalCampaigns`, and the business time from which it may be sent.
 */
export type LastTouch = { campaign: string; at: number };

/**
 * One row per client and person: the facts that all campaigns of a client share about a contact. Contacts with an
 * external id or a personal address in common share one row.
 */
export type Person = {
  /** Opaque. */
  id: string;
  client: string;
  /** Incremented by each change; a commit contains the revision that it read. */
  rev: number;
  /** The open attempts to this person, in the order of their ids. Usually at most one; a join may leave several. */
  openAttempts: readonly string[];
  /** The attempts of the last day that has any, by channel. */
  days: Readonly<Record<string, ChannelDay>>;
  /**
   * The latest attempts, by channel: the times of the commits that issued their permits, in ascending order. Those of 30
   * days, at most `mostRecent`.
   */
  recent: Readonly<Record<string, readonly number[]>>;
  lastTouch: LastTouch | null;
  /** The reason of an opt-out, which covers every address of the person; null without one. */
  optOut: string | null;
  /** The person that this one was joined with; then the other fields are those from before the join. */
  mergedInto: string | null;
};

/** The last day with attempts of a channel, and their number; null before the first attempt. */
export function dayCountOf(
  { days }: Pick<Person, 'days'>,
  channel: string,
): { day: string | null; dayCount: number } {
  const known = days[channel];
  return known ? { day: known.day, dayCount: known.count } : { day: null, dayCount: 0 };
}

/** The person with another count of a channel's attempts. */
export function withDayCount(
  person: Person,
  { channel, day, count }: ChannelDay & { channel: string },
): Person {
  return { ...person, days: { ...person.days, [channel]: { day, count } } };
}

const dayMs = 86_400_000;
export const weekMs = 7 * dayMs;
/** The longest period of a cap. */
export const monthMs = 30 * dayMs;
/** For how long the starts of attempts are kept: longer than any cap needs them. */
const recentMs = monthMs + 60_000;
/** How many starts of a channel are kept. No cap is higher. */
export const mostRecent = 100;

/** The person with a further start of an attempt. Starts that no cap needs any more are dropped. */
export function withStart(person: Person, { channel, at }: { channel: string; at: number }): Person {
  const starts = [...(person.recent[channel] ?? []), at].toSorted((left, right) => left - right);
  return { ...person, recent: { ...person.recent, [channel]: latestOf(starts) } };
}

/** The person without the start of an attempt that was minted at `from`, and that was known to have started by `until`. */
export function withoutStart(
  person: Person,
  { channel, from, until }: { channel: string; from: number; until: number },
): Person {
  const starts = person.recent[channel] ?? [];
  const index = starts.findIndex((start) => start >= from && start <= until);
  if (index === -1) return person;
  return { ...person, recent: { ...person.recent, [channel]: starts.toSpliced(index, 1) } };
}

/** Returns the starts that a cap may need, of starts in ascending order. */
export function latestOf(starts: readonly number[]): readonly number[] {
  const last = starts.at(-1) ?? 0;
  return starts.filter((start) => start > last - recentMs).slice(-mostRecent);
}
