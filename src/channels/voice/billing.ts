import type { Attempt, Details } from '../../domain/attempt/attempt.ts';
import type { Bill } from '../../domain/cost/bill.ts';
import { readMoney } from '../../domain/cost/money.ts';
import type { Micros } from '../../domain/cost/money.ts';

/**
 * What Plivo says a call costs: `TotalCost`, `BillRate` and `BillDuration` of a hang-up, `total_amount`, `total_rate` and
 * `billed_duration` of a record (plivo.com/docs/voice/api/call/retrieve-a-call). Plivo bills in US dollars. Null for what it
 * does not say.
 */
export type CallCost = { cost: Micros | null; rate: Micros | null; billedSeconds: number | null };

export const noCallCost: CallCost = { cost: null, rate: null, billedSeconds: null };

const currency = 'USD';

/** Reads an amount of a callback or a record; null if it is none. */
export function readAmount(value: unknown): Micros | null {
  if (typeof value === 'number') return readMoney(value.toFixed(6));
  return typeof value === 'string' ? readMoney(value) : null;
}

/** The names under which the cost of a call is in `details` of its attempt. */
export const costFacts = ['cost', 'rate', 'billedSeconds'] as const satisfies readonly (keyof CallCost)[];

const numberOf = (details: Details | null, name: string): number | null => {
  const value = details?.[name];
  return typeof value === 'number' ? value : null;
};

/** What an ended call costs, see `Billing`. */
export function billOfCall({
  disposition,
  details,
  reachedAt,
}: Pick<Attempt, 'disposition' | 'details' | 'reachedAt'>): Bill {
  const micros = numberOf(details, 'cost');
  const amount = micros === null ? null : { currency, micros };
  return { seconds: secondsOf({ disposition, details, reachedAt }), amount };
}

const answers: ReadonlySet<string | null> = new Set(['answered', 'machine', 'voicemail']);

function secondsOf({
  disposition,
  details,
  reachedAt,
}: Pick<Attempt, 'disposition' | 'details' | 'reachedAt'>): number | null {
  const seconds = numberOf(details, 'talkSeconds');
  if (seconds !== null) return seconds;
  const mayHaveLasted = reachedAt !== null || answers.has(disposition) || disposition === 'unconfirmed';
  return mayHaveLasted ? null : 0;
}
