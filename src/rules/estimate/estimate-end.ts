import { createZoneTimes } from '../windows/zone-time.ts';
import { mergeGroups, contactsIn, type EstimateGroup } from './groups.ts';
import type { EstimateLimits } from './pace.ts';
import { playOnce, type RunInput } from './run.ts';
import { createTouchModel, type TouchModel, type TouchRules } from './touch-model.ts';

export type EstimateInput = {
  now: number;
  groups: readonly EstimateGroup[];
  /** The parts of the definition that decide what follows an attempt. */
  rules: TouchRules;
  limits: EstimateLimits;
  observed: {
    /** Attempts by disposition so far; other keys are ignored. */
    dispositions: Partial<Readonly<Record<string, number>>>;
    /** The average time in which an attempt uses its slot, in seconds. */
    occupiedSeconds: number;
    /** Contacts that finished the last step (completed or exhausted). Used if `due` has no steps. */
    finished?: number;
  };
  /** Nothing starts before this instant (provider down, scheduled start); null if nothing is in the way. */
  blockedUntil: number | null;
  random: () => number;
  /** The maximum number of plays. There are fewer if they take long. */
  runs?: number;
};

/** The instants at which 10 %, 50 % and 90 % of the plays had ended. The range is a little wider: see `withMargin`. */
export type Estimate = { early: number; likely: number; late: number };

const dayMs = 86_400_000;
const horizonMs = 400 * dayMs;
/** The maximum number of iterations of all plays. With it an estimate takes about 10 ms for any campaign. */
const iterationBudget = 8_000;
const minRuns = 12;
const defaultRuns = 50;

/** Returns a quantile, interpolated between neighbouring values. */
function quantile(sorted: readonly number[], share: number): number {
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below === above ? below : below + (above - below) * (rank % 1);
}

function playMany(input: RunInput, runs: number): (number | null)[] {
  const ends: (number | null)[] = [];
  let allowed = runs;
  for (let iterations = 0; ends.length < allowed;) {
    const result = playOnce(input);
    ends.push(result.end);
    iterations += result.iterations * input.groups.length;
    const perRun = iterations / ends.length;
    allowed = Math.min(runs, Math.max(minRuns, Math.floor(iterationBudget / perRun)));
  }
  return ends;
}

/**
 * The minimum width of the range on both sides of `likely`, as a share of the remaining time. The plays differ only
 * in the results of attempts, and do not include outages, changed limits or slow hours. Delays are more likely than
 * the opposite.
 */
const margin = { early: 0.03, late: 0.05 };

/**
 * Returns the estimate with its minimum width. The remaining time is measured from `start`, because no contact ends
 * before it.
 */
function withMargin(
  sorted: readonly number[],
  { now, start }: { now: number; start: number },
): Estimate | null {
  const likely = quantile(sorted, 0.5);
  if (!Number.isFinite(likely)) return null;
  const remaining = likely - start;
  const late = Math.max(quantile(sorted, 0.9), likely + margin.late * remaining);
  return {
    early: Math.round(Math.min(quantile(sorted, 0.1), likely - margin.early * remaining)),
    likely: Math.round(likely),
    late: Math.round(Math.min(late, now + horizonMs)),
  };
}

/** Converts new contacts to waiting ones if steps that contact no one come before their first attempt. */
function afterLead({
  group,
  model,
  start,
}: {
  group: EstimateGroup;
  model: TouchModel;
  start: number;
}): EstimateGroup {
  const [leadMs = 0] = model.stepDelays;
  const { newcomers: contacts, due } = group;
  if (leadMs === 0 || contacts === 0) return group;
  return {
    ...group,
    newcomers: 0,
    due: [...due, { at: start + leadMs, contacts, reason: 'step.waiting', step: 0 }],
  };
}

/**
 * Estimates when every contact will have reached an end. It plays the rest of the campaign many times with counts of
 * contacts: windows, limits, quotas, retries and steps. The shares of dispositions are drawn, with an uncertainty
 * that decreases with the number of observed attempts. Null if the campaign will not end within 400 days, for example
 * because a window never opens.
 */
export function estimateEnd({
  now,
  groups,
  rules,
  limits,
  observed,
  blockedUntil,
  random,
  runs = defaultRuns,
}: EstimateInput): Estimate | null {
  const merged = mergeGroups(groups, now);
  if (merged.every((group) => contactsIn(group) === 0)) return { early: now, likely: now, late: now };
  if (merged.some(({ window }) => window.nextOpening(now) === null)) return null;
  const zones = createZoneTimes();
  const zone = zones(limits.quotaZone) ?? zones('UTC');
  if (!zone) return null;
  const start = Math.max(now, blockedUntil ?? now);
  const model = createTouchModel({ rules, observed: observed.dispositions });
  const ends = playMany(
    {
      start,
      horizon: now + horizonMs,
      groups: merged.map((group) => afterLead({ group, model, start })),
      model,
      limits,
      zone,
      occupiedMs: Math.max(1, observed.occupiedSeconds * 1000),
      finished: observed.finished ?? null,
      random,
    },
    runs,
  );
  const sorted = ends.map((end) => end ?? Infinity).sort((left, right) => left - right);
  return withMargin(sorted, { now, start });
}
