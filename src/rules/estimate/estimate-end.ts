import { createZoneTimes } from '../windows/zone-time.ts';
import { mergeGroups, peopleIn, type EstimateGroup } from './groups.ts';
import type { EstimateLimits } from './pace.ts';
import { playOnce, type RunInput } from './run.ts';
import { createTouchModel, type TouchModel, type TouchRules } from './touch-model.ts';

export type EstimateInput = {
  now: number;
  groups: readonly EstimateGroup[];
  /** The definition, or the parts of it that decide how people go on. */
  rules: TouchRules;
  limits: EstimateLimits;
  observed: {
    /** Attempts by disposition so far; other keys are ignored. */
    dispositions: Partial<Readonly<Record<string, number>>>;
    /** How long an attempt holds its slot, on average, in seconds. */
    occupiedSeconds: number;
    /** People who came to the end of the last step (completed or exhausted); helps where `due` names no steps. */
    finished?: number;
  };
  /** Nothing starts before it (provider down, scheduled start); null if nothing is in the way. */
  blockedUntil: number | null;
  random: () => number;
  /** How many times at most the rest is played; fewer if that takes long. */
  runs?: number;
};

/** Instants at which a tenth, half and nine tenths of the plays had ended; the range a little wider, see `withMargin`. */
export type Estimate = { early: number; likely: number; late: number };

const dayMs = 86_400_000;
const horizonMs = 400 * dayMs;
/** Bounds the work, counted in steps of all plays; with it an estimate takes some 10 ms whatever the campaign. */
const stepBudget = 8_000;
const fewestRuns = 12;
const usualRuns = 50;

/** Between the neighbours, as usual for few values. */
function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? below;
  return below === above ? below : below + (above - below) * (position % 1);
}

function playMany(input: RunInput, runs: number): (number | null)[] {
  const ends: (number | null)[] = [];
  let allowed = runs;
  for (let steps = 0; ends.length < allowed;) {
    const result = playOnce(input);
    ends.push(result.end);
    steps += result.steps * input.groups.length;
    const perRun = steps / ends.length;
    allowed = Math.min(runs, Math.max(fewestRuns, Math.floor(stepBudget / perRun)));
  }
  return ends;
}

/**
 * The plays differ in what people do, not in what nobody foresees (an outage, a limit that changes, a slow afternoon).
 * So the range is at least this part of the remaining time wide; delays are likelier than luck.
 */
const margin = { early: 0.03, late: 0.05 };

/** Measured from when it can go on: before that nobody comes to an end. */
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

/** Newcomers whose first contact comes only after steps that contact nobody wait for it. */
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
 * Estimates when everyone will have reached an end, by playing the rest of the campaign many times on counts of people:
 * windows, limits, quotas, retries and steps, with outcomes as uncertain as the attempts seen so far leave them.
 * Null if it will not end within 400 days, for instance because a window never opens.
 */
export function estimateEnd({
  now,
  groups,
  rules,
  limits,
  observed,
  blockedUntil,
  random,
  runs = usualRuns,
}: EstimateInput): Estimate | null {
  const merged = mergeGroups(groups, now);
  if (merged.every((group) => peopleIn(group) === 0)) return { early: now, likely: now, late: now };
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
