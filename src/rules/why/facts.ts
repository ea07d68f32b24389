import type { ChannelWords } from '../../domain/campaign/channel-facts.ts';
import type { CampaignState, Doing } from '../../domain/campaign/campaign.ts';
import type { WaitReason } from '../../domain/contact/enrollment.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';

export type LimitCode = Extract<ReasonCode, `quota.${string}` | `limit.${string}`>;

/** People of one calendar whose turn has not come: how many for which reason, and the earliest due time among them. */
export type LaterFacts = {
  waitReason: WaitReason;
  contacts: number;
  until: number | null;
  /** They are at a step that contacts nobody: no limit and no quota holds them back. */
  isNote: boolean;
};

/** The dispatchable people (pending and waiting) of one calendar. */
export type GroupFacts = {
  /** The zone that decides, as in `Window.timeZone`. */
  timeZone: string;
  open: boolean;
  /** When it opens, if closed; null: never. */
  opensAt: number | null;
  /** People who are due at a step that contacts somebody. */
  ready: number;
  /** People at a step that contacts nobody: due, or of a closed calendar all of them. */
  notes: number;
  later: readonly LaterFacts[];
};

/** All that the answer is made of: counters, tallies and the campaign's own state; no person is looked at. */
export type WhyFacts = {
  now: number;
  state: CampaignState;
  /** Null unless running. */
  doing: Doing | null;
  /** Whether the campaign calls people; only the wording depends on it. */
  words: ChannelWords;
  /** People who have not reached an end. The reasons add up to it, whatever the other facts say. */
  remaining: number;
  inFlight: number;
  /** People paused one by one, and people in review; `until` is the earliest deadline of a review. */
  pausedContacts: number;
  review: { contacts: number; until: number | null };
  /** The reason given with a pause, in its own words. */
  pauseReason: string | null;
  /** When a scheduled campaign starts. */
  startsAt: number | null;
  /** Whose emergency stop is in force: of the campaign's client, or of every client. */
  emergencyStop: 'client' | 'every-client' | null;
  /** Whether an instance runs the campaign. */
  isRun: boolean;
  /** How far the clock is behind the last change of the campaign: it was set back since. */
  clockBehindMs: number;
  /** The circuit breaker is open and `until` is the next probe; `throttled`: it asked for patience until then. */
  providerDown: { until: number | null; throttled?: boolean } | null;
  groups: readonly GroupFacts[];
  /** The first limit in the way of those in `ready`; `until` null where only the end of an attempt helps. */
  limit: { code: LimitCode; until: number | null } | null;
};
