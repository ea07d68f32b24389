/** How many attempts of one channel a person had on a day: the recipient's local day, `YYYY-MM-DD`. */
export type ChannelDay = { day: string; count: number };

/** In place of a campaign, after a join of persons that different campaigns touched last. */
export const severalCampaigns = '';

/**
 * The last touch of a person: the campaign it belongs to, or `severalCampaigns`, and the business time from which it may
 * be sent.
 */
export type LastTouch = { campaign: string; at: number };

/**
 * One row per client and person: what all campaigns of a client know and decide together about a contact. Contacts with
 * an external id or a personal address in common share one.
 */
export type Person = {
  /** Opaque. */
  id: string;
  client: string;
  /** Grows with each change; a commit names the one it read. */
  rev: number;
  /** The attempts that are open to this person, in the order of their ids. One is the rule; a join may leave several. */
  openAttempts: readonly string[];
  /** The attempts of the last day with any, by channel. */
  days: Readonly<Record<string, ChannelDay>>;
  lastTouch: LastTouch | null;
  /** The reason of an opt-out, which covers every address of the person; null without one. */
  optOut: string | null;
  /** The person that this one was joined with; the other fields are then those from before the join. */
  mergedInto: string | null;
};

/** The attempts of a channel that a person had last, and their day; null before the first. */
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
