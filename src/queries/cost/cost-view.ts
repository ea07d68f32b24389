import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { budgetMicros } from '../../domain/cost/budget.ts';
import { totalOf } from '../../domain/cost/charge.ts';
import { moneyText } from '../../domain/cost/money.ts';

/** What the calls of a campaign cost in one currency. Amounts are decimals in text, such as `0.0085`, so they stay exact. */
export type CostSum = {
  currency: string;
  /** What the provider has said. */
  reported: string;
  /** What follows from the rates, where the provider has said nothing. */
  calculated: string;
  /** For open calls: as much as the longest calls that their steps allow. */
  reserved: string;
  total: string;
};

export type CostFigures = {
  costs: CostSum[];
  /** Ended calls that may have cost something, without a rate and without an amount of the provider. */
  unpriced: number;
  budget: { amount: string; currency: string; left: string } | null;
};

/** Returns what a campaign has cost so far, from its counters. */
export function costFigures({
  counters: { cost },
  definition: { budget },
}: Pick<CampaignRecord, 'counters' | 'definition'>): CostFigures {
  const sums = Object.entries(cost?.sums ?? {}).flatMap(([currency, each]) =>
    each ? [{ currency, ...each, total: totalOf(each) }] : [],
  );
  const spent = sums.find(({ currency }) => currency === budget?.currency)?.total ?? 0;
  return {
    costs: sums
      .toSorted((left, right) => (left.currency < right.currency ? -1 : 1))
      .map(({ currency, reported, calculated, reserved, total }) => ({
        currency,
        reported: moneyText(reported),
        calculated: moneyText(calculated),
        reserved: moneyText(reserved),
        total: moneyText(total),
      })),
    unpriced: cost?.unpriced ?? 0,
    budget: budget
      ? {
          amount: moneyText(budgetMicros(budget.amount)),
          currency: budget.currency,
          left: moneyText(budgetMicros(budget.amount) - spent),
        }
      : null,
  };
}
