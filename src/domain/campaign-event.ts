/** One line of a campaign's log: what happened. Carries ids, never numbers, addresses or names. */
export type CampaignEvent = {
  /** Gapless per campaign, from 1. */
  seq: number;
  /** Business time. */
  at: number;
  /** Dotted, past tense: `campaign.paused`, `attempt.minted`, `enrollment.ended` ... */
  type: string;
  position: number | null;
  attempt: string | null;
  /** Who ordered it, for commands: `key:ops`, `cli`, `system`. */
  by: string | null;
  data: Readonly<Record<string, unknown>>;
};
