import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { Channels } from '../../../domain/campaign/channel-facts.ts';
import { periodsOf } from '../../../domain/cost/budget.ts';
import { chargeOf } from '../../../domain/cost/charge.ts';
import type { Micros } from '../../../domain/cost/money.ts';
import type { Spending, SpendingChange } from '../../../persistence/contract/cost/rates.ts';

/** Counts what a turn adds to the spending of its client. An attempt counts in the day and month in which it was minted. */
export type SpendingCounter = {
  attempt: (before: Attempt | null, after: Attempt) => void;
  enrollment: () => void;
  /** What the turn has added so far in a period. */
  added: (of: Omit<Spending, 'micros'>) => Micros;
  /** Records how much the attempts that the turn starts may leave in a period. */
  limit: (of: Spending) => void;
  toTurn: () => SpendingChange[];
};

export function createSpendingCounter({ channels }: { channels: Pick<Channels, 'billOf'> }): SpendingCounter {
  const changes = new Map<string, SpendingChange>();
  const changeOf = ({ period, currency }: Omit<Spending, 'micros'>): SpendingChange => {
    const key = `${period} ${currency}`;
    const known = changes.get(key) ?? { period, currency, micros: 0, limit: null };
    changes.set(key, known);
    return known;
  };
  const started = new Set<SpendingChange>();
  const count = (attempt: Attempt, by: 1 | -1, isStarted = false): void => {
    const day = attempt.price?.day ?? null;
    const charge = day === null ? null : chargeOf(attempt, channels);
    if (day === null || !charge) return;
    for (const period of Object.values(periodsOf(day))) {
      const change = changeOf({ period, currency: charge.currency });
      change.micros += by * charge.micros;
      if (isStarted) started.add(change);
    }
  };
  return {
    attempt(before, after) {
      if (before) count(before, -1);
      count(after, 1, before === null);
    },
    enrollment: () => undefined,
    added: (of) => changes.get(`${of.period} ${of.currency}`)?.micros ?? 0,
    limit({ micros, ...of }) {
      changeOf(of).limit = micros;
    },
    // Ends and late reports are always stored, also above a limit.
    toTurn: () =>
      [...changes.values()]
        .filter(({ micros }) => micros !== 0)
        .map((change) => (started.has(change) ? change : { ...change, limit: null })),
  };
}
