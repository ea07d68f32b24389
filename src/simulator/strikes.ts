import { z } from 'zod';
import { createDraw } from './draws.ts';

/**
 * The fields of a fault rule that choose among the matching occasions: `nth` selects one (from 1), `times` the first
 * ones, and `probability` a share that the seed determines.
 */
export const strikeFields = {
  nth: z.int().positive().optional(),
  times: z.int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
};

type Strikable = {
  fault: string;
  nth?: number | undefined;
  times?: number | undefined;
  probability?: number | undefined;
};

/** A list of fault rules, which decides when a fault is applied. */
export type Strikes<Rule extends Strikable, Occasion> = {
  /** The rules, each with the number of matching occasions (`seen`) and of applications (`struck`). */
  rules: () => Array<Rule & { seen: number; struck: number }>;
  replace: (rules: readonly Rule[]) => void;
  /** Returns the first rule that applies to this occasion; null if none does. Each call counts as an occasion. */
  strike: (occasion: Occasion) => Rule | null;
};

type CountedRule<Rule> = { rule: Rule; seen: number; struck: number };

/**
 * Creates a list of fault rules. `matches` says whether a rule is about an occasion. The `key` of an occasion identifies
 * it for `probability`: the same key always has the same result.
 */
export function createStrikes<Rule extends Strikable, Occasion extends { key: string }>({
  seed,
  rules,
  matches,
}: {
  seed: number;
  rules: readonly Rule[];
  matches: (rule: Rule, occasion: Occasion) => boolean;
}): Strikes<Rule, Occasion> {
  const count = (list: readonly Rule[]): CountedRule<Rule>[] =>
    list.map((rule) => ({ rule, seen: 0, struck: 0 }));
  let counted = count(rules);

  const strikes = (entry: CountedRule<Rule>, occasion: Occasion): boolean => {
    const { rule } = entry;
    entry.seen += 1;
    if (rule.nth !== undefined && entry.seen !== rule.nth) return false;
    if (rule.times !== undefined && entry.struck >= rule.times) return false;
    if (rule.probability === undefined) return true;
    const draw = createDraw({ seed, subject: `fault|${counted.indexOf(entry)}|${rule.fault}` });
    return draw(occasion.key) < rule.probability;
  };

  return {
    rules: () => counted.map(({ rule, seen, struck }) => ({ ...rule, seen, struck })),
    replace(list) {
      counted = count(list);
    },
    strike(occasion) {
      for (const entry of counted) {
        if (!matches(entry.rule, occasion) || !strikes(entry, occasion)) continue;
        entry.struck += 1;
        return entry.rule;
      }
      return null;
    },
  };
}
