import type { SharedLimits } from '../../actors/index.ts';
import type { Random } from '../../platform/random.ts';
import { createSeededRandom } from '../../platform/random.ts';
import { estimateEnd } from '../../rules/estimate.ts';
import { contactsIn } from '../../rules/estimate/groups.ts';
import { instantText } from '../instants.ts';
import type { CampaignFacts } from '../campaign-facts.ts';
import { estimateFacts } from './estimate-facts.ts';

/** When all contacts will have ended: a tenth, half and nine tenths of the plays end before. */
export type Eta = { early: string; likely: string; late: string };

export type EstimateEta = (campaignFacts: CampaignFacts) => Eta | null;

const moving: ReadonlySet<string> = new Set(['running', 'scheduled']);

function toEta({ record }: CampaignFacts, instants: readonly [number, number, number]): Eta {
  const { end } = record.definition;
  const latest = end === undefined ? Infinity : Date.parse(end);
  const text = (at: number): string => instantText(Math.ceil(Math.min(at, latest) / 1_000) * 1_000);
  const [early, likely, late] = instants;
  return { early: text(early), likely: text(likely), late: text(late) };
}

const maxRemembered = 1_000;
const minuteMs = 60_000;

/**
 * Estimates the end of running and scheduled campaigns. Null if no time can be given: only contacts that wait for an
 * operator are left, an emergency stop applies, or no instance runs the campaign. Cached per campaign until its log
 * grows or a minute passes, so that frequent requests cost little. The same random numbers are drawn each time: an
 * answer changes only with its facts.
 */
export function createEstimateEta({
  shared,
  random,
}: {
  shared: SharedLimits;
  random?: Random;
}): EstimateEta {
  const known = new Map<string, { key: string; eta: Eta | null }>();

  const estimate = (campaignFacts: CampaignFacts): Eta | null => {
    if (
      !moving.has(campaignFacts.status.state) ||
      campaignFacts.emergencyStop !== null ||
      !campaignFacts.isRun
    )
      return null;
    const facts = estimateFacts({ campaignFacts, shared });
    const observedUntil = campaignFacts.observedUntil ?? 0;
    if (facts.groups.every((group) => contactsIn(group) === 0))
      return observedUntil === 0 ? null : toEta(campaignFacts, [observedUntil, observedUntil, observedUntil]);
    const found = estimateEnd({ ...facts, random: random ?? createSeededRandom({ seed: 1 }) });
    if (!found) return null;
    const { early, likely, late } = found;
    const [first, middle, last] = [early, likely, late].map((at) => Math.max(at, observedUntil));
    return toEta(campaignFacts, [first ?? early, middle ?? likely, last ?? late]);
  };

  return (campaignFacts) => {
    const { record, now, emergencyStop, isRun } = campaignFacts;
    const key = `${record.seq} ${Math.floor(now / minuteMs)} ${emergencyStop?.at ?? ''} ${isRun}`;
    const last = known.get(record.id);
    if (last?.key === key) return last.eta;
    const eta = estimate(campaignFacts);
    known.delete(record.id);
    known.set(record.id, { key, eta });
    const [oldest] = known.keys();
    if (known.size > maxRemembered && oldest !== undefined) known.delete(oldest);
    return eta;
  };
}
