import { counted } from '../text/times.ts';

/** What the command line shows of `GET /v1/campaigns/:id/cost`. */
export type CostView = {
  costs: { currency: string; reported: string; calculated: string; reserved: string; total: string }[];
  unpriced: number;
  budget: { amount: string; currency: string; left: string } | null;
  estimate: {
    expected: { currency: string; low: string; likely: string; high: string }[];
    byPrefix: { prefix: string; perMinute: string; currency: string; contacts: number; likely: string }[];
    withoutRate: { contacts: number; positions: number[] };
    read: number;
    remaining: number;
  } | null;
};

/** Returns the lines for a terminal: what was spent, the budget, and the estimate. */
export function costLines({ costs, unpriced, budget, estimate }: CostView): string[] {
  const spent = costs.map(
    ({ currency, total, reported, calculated, reserved }) =>
      `spent ${total} ${currency}: ${reported} reported by the provider, ${calculated} by the rates, ${reserved} reserved for open calls`,
  );
  return [
    ...(spent.length > 0 ? spent : ['Nothing was spent.']),
    ...(unpriced > 0 ? [`${counted(unpriced, 'call')} may have cost something, but no rate says what`] : []),
    ...(budget ? [`budget ${budget.amount} ${budget.currency}, ${budget.left} left`] : []),
    ...(estimate ? estimateLines(estimate) : []),
  ];
}

const mostPrefixes = 10;

function estimateLines({
  expected,
  byPrefix,
  withoutRate,
  read,
  remaining,
}: NonNullable<CostView['estimate']>): string[] {
  const more = byPrefix.length - mostPrefixes;
  const { contacts, positions } = withoutRate;
  const some = contacts > positions.length ? ' first' : '';
  return [
    ...expected.map(
      ({ currency, low, likely, high }) =>
        `the rest costs about ${likely} ${currency}, in eight of ten cases ${low} to ${high}`,
    ),
    ...byPrefix
      .slice(0, mostPrefixes)
      .map(
        ({ prefix, perMinute, currency, contacts: count, likely }) =>
          `  +${prefix}: ${counted(count, 'contact')} at ${perMinute} ${currency} a minute, about ${likely}`,
      ),
    ...(more > 0 ? [`  and ${counted(more, 'more prefix', 'more prefixes')}`] : []),
    ...(contacts > 0
      ? [`${counted(contacts, 'contact')} without a rate,${some} at positions ${positions.join(', ')}`]
      : []),
    ...(read < remaining ? [`estimated from ${read} of ${remaining} contacts`] : []),
  ];
}
