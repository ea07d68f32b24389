import type { CampaignState, Doing } from '../../domain/campaign/campaign.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { WhyFacts } from './facts.ts';
import { causesOf, startsAgainAt } from './reasons.ts';
import { clockSentences, situationOf, stopSentences } from './summary.ts';

/** Instants are RFC 3339 in UTC. */
export type Reason = { code: ReasonCode; contacts: number; until: string | null; timeZone?: string };

/** The answer to "why is nothing being sent?". */
export type Why = {
  state: CampaignState;
  doing: Doing | null;
  /** The next instant at which something can start; null if it is not known. */
  until: string | null;
  /** The whole answer in words. It begins with what stops the campaign. */
  summary: string;
  /** The summary without what stops the campaign, for pages that show it in notices. */
  situation: string;
  /**
   * One reason per code and zone. Their contacts add up to the remaining contacts. Empty only if no contact remains.
   */
  reasons: Reason[];
};

const toText = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

/**
 * Explains from counters what a campaign waits for. See `causesOf` for the order of reasons and `startsAgainAt` for
 * `until`.
 */
export function explain(facts: WhyFacts): Why {
  const causes = causesOf(facts);
  const until = startsAgainAt(causes, facts);
  const situation = [...clockSentences(facts), situationOf({ facts, causes, until })].join(' ');
  return {
    state: facts.state,
    doing: facts.doing,
    until: until === null ? null : toText(until),
    summary: [...stopSentences(facts), situation].join(' '),
    situation,
    reasons: causes.map(({ code, contacts, until: at, timeZone }) => ({
      code,
      contacts,
      until: at === null ? null : toText(at),
      ...(timeZone !== undefined && { timeZone }),
    })),
  };
}
