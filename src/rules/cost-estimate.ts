import type { Rate } from '../domain/cost/rate.ts';
import { priceOf } from '../domain/cost/rate.ts';
import type { Micros } from '../domain/cost/money.ts';
import { createTouchModel } from './estimate/touch-model.ts';
import type { TouchRules } from './estimate/touch-model.ts';

/** Contacts that are at the same step and whose numbers have the same rate. */
export type CostGroup = { rate: Rate; step: number; contacts: number };

export type CostEstimate = { currency: string; low: Micros; likely: Micros; high: Micros };

/** The duration of an answered call before a campaign has figures of its own, as the simulator draws it on average. */
const usualSeconds = 30;
/** As many calls as the usual duration weighs. */
const usualWeight = 2;
/** Quantiles of an exponential distribution with the mean 1, at 10, 30, 50, 70 and 90 %. Durations are spread like this. */
const spread = [0.105, 0.357, 0.693, 1.204, 2.303] as const;
/** The standard deviations between the median and the 90 % quantile of a normal distribution. */
const deviations = 1.2816;

type Input = {
  rules: TouchRules & { channels: { longestSeconds: (step: TouchRules['steps'][number]) => number | null } };
  /** Attempts by disposition so far. */
  dispositions: Partial<Readonly<Record<string, number>>>;
  /** The calls that were billed so far, and their seconds. */
  billed: { touches: number; seconds: number };
  groups: readonly CostGroup[];
};

/**
 * Estimates what the remaining calls cost, by currency: `likely`, and the range that contains the result in eight of ten
 * cases. The number of calls follows from the retries of the campaign and from how calls ended so far (before the first one,
 * from typical shares), their duration from the calls that were billed.
 */
export function estimateCost({ rules, dispositions, billed, groups }: Input): CostEstimate[] {
  const { calls, answeredShare, weight } = callsFrom({ rules, dispositions });
  const mean = (billed.seconds + usualWeight * usualSeconds) / (billed.touches + usualWeight);
  const byCurrency = new Map<string, { likely: number; answered: number }>();
  for (const { rate, step, contacts } of groups) {
    const sum = byCurrency.get(rate.currency) ?? { likely: 0, answered: 0 };
    rules.steps.forEach((each, index) => {
      const longest = rules.channels.longestSeconds(each);
      const answered = contacts * answeredShare * (calls[index - step] ?? 0);
      if (index < step || longest === null) return;
      const price =
        spread.reduce((all, at) => all + priceOf(rate, Math.min(longest, at * mean)), 0) / spread.length;
      sum.likely += answered * price;
      sum.answered += answered;
    });
    byCurrency.set(rate.currency, sum);
  }
  return [...byCurrency].map(([currency, { likely, answered }]) => {
    const ofShare = (1 - answeredShare) / (answeredShare * (weight + 1));
    const variance = 1 / Math.max(1, answered) + ofShare + 1 / (billed.touches + usualWeight + 1);
    const factor = Math.exp(deviations * Math.sqrt(variance));
    return {
      currency,
      low: Math.round(likely / factor),
      likely: Math.round(likely),
      high: Math.round(likely * factor),
    };
  });
}

/** The expected number of calls of a contact at its next step, at the one after it, and so on. */
function callsFrom({ rules, dispositions }: Pick<Input, 'rules' | 'dispositions'>): {
  calls: readonly number[];
  answeredShare: number;
  weight: number;
} {
  const { ways, wayWeights, retryShare, maxAttempts } = createTouchModel({ rules, observed: dispositions });
  const weight = wayWeights.reduce((sum, one) => sum + one, 0);
  const nextShare =
    ways.reduce((sum, way, index) => sum + (way.route === 'next' ? (wayWeights[index] ?? 0) : 0), 0) / weight;
  let attempts = 0;
  for (let tries = 0; tries < maxAttempts; tries += 1) attempts += retryShare ** tries;
  const onward = Math.min(1, nextShare * attempts + retryShare ** maxAttempts);
  const answeredShare = shareOfAnswered({ rules, dispositions });
  return { calls: rules.steps.map((_, index) => attempts * onward ** index), answeredShare, weight };
}

/** The share of attempts that are answered, by a person or a machine: these are billed. */
function shareOfAnswered({
  rules: { steps, channels },
  dispositions,
}: Pick<Input, 'rules' | 'dispositions'>): number {
  let [all, answered] = [0, 0];
  const seen = new Set<string>();
  for (const channel of new Set(steps.map((step) => step.channel))) {
    for (const { name, prior, refines } of channels.dispositionsOf(channel)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const weight = prior + (dispositions[name] ?? 0);
      all += weight;
      if (name === 'answered' || refines === 'answered' || refines === 'machine') answered += weight;
    }
  }
  return all === 0 ? 0 : Math.max(0.001, answered / all);
}
