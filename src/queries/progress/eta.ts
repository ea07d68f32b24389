import type { SharedLimits } from '../../actors/index.ts';
import type { Random } from '../../platform/random.ts';
import { createSeededRandom } from '../../platform/random.ts';
import { estimateEnd } from '../../rules/estimate.ts';
import { contactsIn } from '../../rules/estimate/groups.ts';
import { progressOf } from '../../rules/progress.ts';
import { instantText } from '../instants.ts';
import type { CampaignFacts } from '../campaign-facts.ts';
import { estimateFacts } from './estimate-facts.ts';

/** When all contacts will have ended: a tenth, half and nine tenths of the plays end before. */
export type Eta = { early: string; likely: string; late: string };

/** `ratePerMinute`: the attempts started per minute in the last minutes; null if there were none. */
type EtaInput = {
  campaignFacts: CampaignFacts;
  ratePerMinute: number | null;
  /** Limits that the campaign is to have instead of its own. */
  rateLimits?: CampaignFacts['record']['definition']['rateLimits'];
};
export type EstimateEta = (input: EtaInput) => Eta | null;

const moving: ReadonlySet<string> = new Set(['running', 'scheduled']);

function toEta({ record }: CampaignFacts, instants: readonly [number, number, number]): Eta {
  const { end } = record.definition;
  const latest = end === undefined ? Infinity : Date.parse(end);
  const text = (at: number): string => instantText(Math.ceil(Math.min(at, latest) / 1_000) * 1_000);
  const [early, likely, late] = instants;
  return { early: text(early), likely: text(likely), late: text(late) };
}

const maxRemembered = 1_000;
/** The maximum age of an estimate while something happens in the campaign, in business time. */
const maxAgeMs = 1_000;
/** The maximum age of an estimate while nothing happens in the campaign, in business time. */
const maxIdleAgeMs = 60_000;

type Known = { control: string; seq: number; at: number; eta: Eta | null };

/**
 * Creates the estimate of the end of running and scheduled campaigns. Null if no time can be given: only contacts that
 * wait for an operator are left, an emergency stop applies, no instance runs the campaign, or a canary start has no verdict. An estimate takes about
 * 10 ms, so it is kept per campaign for one second, or for one minute while nothing happens in the campaign. A pause,
 * an edit, an emergency stop and the end of the last contact show at once. The same random numbers are drawn each time:
 * an answer changes only with its facts.
 */
export function createEstimateEta({
  shared,
  random,
}: {
  shared: SharedLimits;
  /** Without it every estimate draws the same numbers. */
  random: Random | undefined;
}): EstimateEta {
  const known = new Map<string, Known>();

  return (input) => {
    const { record, now } = input.campaignFacts;
    const { id, seq } = record;
    const control = controlOf(input.campaignFacts);
    const last = known.get(id);
    if (last && last.control === control && now >= last.at) {
      if (now - last.at < (last.seq === seq ? maxIdleAgeMs : maxAgeMs)) return last.eta;
    }
    const eta = estimate({ ...input, shared, random: random ?? createSeededRandom({ seed: 1 }) });
    known.delete(id);
    known.set(id, { control, seq, at: now, eta });
    const [oldest] = known.keys();
    if (known.size > maxRemembered && oldest !== undefined) known.delete(oldest);
    return eta;
  };
}

/** Returns what changes an estimate at once: the state, an edit, an emergency stop, the end of the last contact. */
function controlOf({ record, status, emergencyStop, isRun }: CampaignFacts): string {
  const { total, states, attempts } = record.counters;
  const hasEnded = progressOf({ total, states, attempts }).remaining === 0;
  const { startAt, heldMs } = status.context;
  return JSON.stringify([
    status.state,
    startAt,
    heldMs,
    record.definitionVersion,
    emergencyStop?.at ?? null,
    isRun,
    hasEnded,
    record.counters.canary !== undefined,
  ]);
}

/** Estimates the end of a campaign now. Null as in `createEstimateEta`. */
export function estimate({
  campaignFacts,
  random,
  ...input
}: EtaInput & { shared: SharedLimits; random: Random }): Eta | null {
  const { status, emergencyStop, isRun } = campaignFacts;
  if (!moving.has(status.state) || emergencyStop !== null || !isRun) return null;
  // Whether the campaign continues is not known.
  if (campaignFacts.record.counters.canary) return null;
  const facts = estimateFacts({ ...input, campaignFacts });
  const observedUntil = campaignFacts.observedUntil ?? 0;
  if (facts.groups.every((group) => contactsIn(group) === 0))
    return observedUntil === 0 ? null : toEta(campaignFacts, [observedUntil, observedUntil, observedUntil]);
  const found = estimateEnd({ ...facts, random });
  if (!found) return null;
  const { early, likely, late } = found;
  const [first, middle, last] = [early, likely, late].map((at) => Math.max(at, observedUntil));
  return toEta(campaignFacts, [first ?? early, middle ?? likely, last ?? late]);
}
