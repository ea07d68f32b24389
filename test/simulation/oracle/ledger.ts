import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import type { CampaignDefinition } from '../../../src/domain/campaign/campaign-definition.ts';

/** A stretch between two lines of the carrier's journal: from an acknowledgement to the order that lifts it. */
export type Stretch = { from: number; to: number };

/** What operators ordered and were told, which the carrier's journal must agree with. */
export type Ledger = {
  /** Per campaign, while it was acknowledged as paused. */
  pauses: (Stretch & { campaign: string })[];
  /** While an emergency stop was acknowledged. */
  holds: Stretch[];
  /** While something else answered every look at the carrier; true business time. */
  proxies: { from: number; to: number }[];
  /** Addresses suppressed from outside, and the business time of the answer. */
  suppressed: { address: string; at: number }[];
  /** Every definition a campaign has had, by the business time of its commit. */
  definitions: Map<string, { from: number; version: number; definition: CampaignDefinition }[]>;
};

/** How long what was decided before a change may still be carried out: the life of a permit. */
export const permitMs = 2_000;

export function createLedger(): Ledger {
  return { pauses: [], holds: [], proxies: [], suppressed: [], definitions: new Map() };
}

/** Takes note of the definition a turn was committed with. */
export function noteDefinition(
  ledger: Ledger,
  { id, definition, definitionVersion: version }: CampaignRecord,
  at: number,
): void {
  const known = ledger.definitions.get(id) ?? [];
  if (known.at(-1)?.version === version) return;
  ledger.definitions.set(id, [...known, { from: known.length === 0 ? 0 : at, version, definition }]);
}

/** The definitions that may rule a start at an instant: the one in force, and those given up less than a permit ago. */
export function definitionsAt(ledger: Ledger, campaign: string, at: number): CampaignDefinition[] {
  const known = ledger.definitions.get(campaign) ?? [];
  return known
    .filter(({ from }, index) => from <= at && (known[index + 1]?.from ?? Infinity) > at - permitMs)
    .map(({ definition }) => definition);
}
