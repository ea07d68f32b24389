/** One line of a campaign's log: what happened. Carries ids, never numbers, addresses or names. */
export type CampaignEvent = {
  /** Gapless per campaign, from 1. */
  seq: number;
  /** Business time. */
  at: number;
  /** Dotted: what it is about, and what happened: `campaign.paused`, `attempt.minted`, `enrollment.expired` ... */
  type: string;
  position: number | null;
  attempt: string | null;
  /** Who ordered it, for commands: `key:ops`, `local` where there are no keys, `system`. */
  by: string | null;
  data: Readonly<Record<string, unknown>>;
};
