import type { ChannelWords } from '../../domain/campaign/step.ts';
import type { CampaignState, Doing } from '../../domain/campaign/campaign.ts';
import type { WaitReason } from '../../domain/contact/enrollment.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';

export type LimitCode = Extract<
  ReasonCode,
  `quota.${string}` | `limit.${string}` | `budget.${string}` | 'bots.none-free'
>;

/** Contacts of one calendar that are not due yet: their number by reason, and the earliest due time. */
export type LaterFacts = {
  waitReason: WaitReason;
  contacts: number;
  until: number | null;
  /** Whether they are at a step that contacts no one, to which limits and quotas do not apply. */
  isWithoutContact: boolean;
};

/** The contacts of one calendar that can be dispatched (pending and waiting). */
export type GroupFacts = {
  /** The deciding zone, as in `Window.timeZone`. */
  timeZone: string;
  open: boolean;
  /** The next opening, if closed; null if there is none. */
  opensAt: number | null;
  /** Contacts that are due at a step that contacts them. */
  ready: number;
  /** Contacts at a step that contacts no one: the due ones, or all of them if the calendar is closed. */
  dueWithoutContact: number;
  later: readonly LaterFacts[];
};

/** The input of an explanation: counters and the state of the campaign. No row of a contact is read. */
export type WhyFacts = {
  now: number;
  state: CampaignState;
  /** Null unless running. */
  doing: Doing | null;
  /** The words of the campaign's channel, for the summary. */
  words: ChannelWords;
  /** Contacts that have not reached an end. The contacts of the reasons always add up to it. */
  remaining: number;
  inFlight: number;
  /** Contacts that are paused individually, and contacts in review. `until` is the earliest deadline of a review. */
  pausedContacts: number;
  review: { contacts: number; until: number | null };
  /** Contacts that are observed after their last step. `until` is the earliest end of an observation. */
  observing: { contacts: number; until: number | null };
  /** The reason that was given with a pause. */
  pauseReason: string | null;
  /** The start of a scheduled campaign. */
  startsAt: number | null;
  /** The emergency stop in force: of the campaign's client, or of every client. */
  emergencyStop: 'client' | 'every-client' | null;
  /** Whether an instance runs the campaign. */
  isRun: boolean;
  /** Whether the instance that runs it starts nothing, because it does not know the time of the store. */
  isTimeUnknown: boolean;
  /**
   * By how many milliseconds the clock is behind the last change of the campaign. It is over 0 after the clock was
   * set back.
   */
  clockBehindMs: number;
  /**
   * Set if circuit breakers stop every step with contact. `until` is the next probe. With `isProbing` it is the
   * latest time of the result of a probe. With `throttled` it is the time until which the provider accepts no
   * requests. `isBots`: the provider works, and the bots that touches need do not.
   */
  providerDown: { until: number | null; isProbing?: boolean; throttled?: boolean; isBots?: boolean } | null;
  /** Set if all senders of every step with senders are paused or in quarantine. `until`: when the first one returns. */
  noSender?: { until: number | null } | null;
  /** Set if too many calls were abandoned, and every step with contact needs a bot or an agent. */
  abandonment?: { live: number; abandoned: number; cap: number } | null;
  /**
   * The canary start that is under way; null if there is none. `isFull`: no further contact is started before its verdict.
   */
  canary: { contacts: number; started: number; results: number; isFull: boolean } | null;
  /** Contacts that wait for the verdict although the canary start is not full: they were contacted. */
  heldByCanary: number;
  groups: readonly GroupFacts[];
  /** The first limit that stops the contacts in `ready`. `until` is null if only the end of an attempt helps. */
  limit: { code: LimitCode; until: number | null } | null;
};
