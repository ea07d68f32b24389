import { budgetMicros, clientLimits } from '../../domain/cost/budget.ts';
import { totalOf } from '../../domain/cost/charge.ts';
import { moneyText } from '../../domain/cost/money.ts';
import type { Micros } from '../../domain/cost/money.ts';
import { priceOf } from '../../domain/cost/rate.ts';
import type { Price } from '../../domain/cost/rate.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { MintCandidate } from '../decide/mint/candidate.ts';
import { transitionCampaign } from '../decide/steps.ts';
import { notDispatched } from '../dispatch/dispatched.ts';
import type { Dispatched } from '../dispatch/dispatched.ts';
import type { DispatchInput } from '../dispatch/take-slots.ts';

/** The interval of looks at the budget of a client: open calls of its other campaigns may return what is reserved for them. */
const unheardMs = 30_000;

/** What a budget still allows. `left` decreases with each attempt that may start. `period`: of a client's budget. */
type Room = { budget: 'campaign' | 'client'; currency: string; left: Micros; period: string };

/**
 * Why the next attempt may not start. `price`: the budget does not allow it. `no-rate`: its address has no rate in the
 * currency of the budget, so it is not known what it can cost.
 */
export type BudgetHold = { budget: Room['budget']; cause: 'price' | 'no-rate'; period: string };

export type WithinBudgets = { affordable: readonly MintCandidate[]; hold: BudgetHold | null };

/**
 * Gives each candidate its price, and returns those that the budgets of the campaign and of its client allow, in order, up
 * to the first one that they do not allow. The price of the longest call that the step allows is reserved for each open
 * attempt. So what has been spent by the rates never exceeds a budget. The budget of the campaign is exact because one
 * turn at a time changes its counters; for that of the client the commit checks the sum of all campaigns.
 */
export async function withinBudgets(
  input: DispatchInput,
  candidates: readonly MintCandidate[],
): Promise<WithinBudgets> {
  const rooms = await roomsOf(input);
  const { findRate } = input;
  if (!findRate && rooms.length === 0) return { affordable: candidates, hold: null };
  const affordable: MintCandidate[] = [];
  for (const candidate of candidates) {
    const price = priceFor(input, candidate);
    const hold = price === null ? null : take(rooms, price);
    if (hold) return { affordable, hold };
    affordable.push(price ? { ...candidate, price } : candidate);
  }
  return { affordable, hold: null };
}

/** Null for a touch that costs nothing; undefined if its address has no rate. */
function priceFor(
  { deciding: { set, kit }, findRate, client, period }: DispatchInput,
  { step, outlook }: MintCandidate,
): Price | null | undefined {
  const longest = kit.channels.longestSeconds(step);
  if (longest === null || outlook.type !== 'reachable' || outlook.address === null) return null;
  const rate = findRate?.(outlook.address, set.at);
  if (!rate) return undefined;
  const { prefix: _, ...tariff } = rate;
  return { ...tariff, reserved: priceOf(rate, longest), day: client.budget ? period.day : null };
}

/** Takes a price from all rooms, or says which of them is too small for it. */
function take(rooms: readonly Room[], price: Price | undefined): BudgetHold | null {
  for (const { budget, currency, left, period } of rooms) {
    if (price?.currency !== currency) return { budget, cause: 'no-rate', period };
    if (price.reserved > left) return { budget, cause: 'price', period };
  }
  for (const room of rooms) room.left -= price?.reserved ?? 0;
  return null;
}

async function roomsOf({ deciding: { set }, client, period, store }: DispatchInput): Promise<Room[]> {
  const rooms: Room[] = [];
  const { budget } = set.record.definition;
  if (budget) {
    const sums = set.counters.cost?.sums[budget.currency];
    const left = budgetMicros(budget.amount) - (sums ? totalOf(sums) : 0);
    rooms.push({ budget: 'campaign', currency: budget.currency, left, period: '' });
  }
  if (!client.budget) return rooms;
  const { currency } = client.budget;
  const limits = clientLimits(client.budget, period.day);
  const spent = await store.readSpending({
    client: set.record.client,
    periods: limits.map((one) => one.period),
  });
  for (const { period: name, limit } of limits) {
    const known = spent.find((one) => one.period === name && one.currency === currency)?.micros ?? 0;
    const left = limit - known - set.spending.added({ period: name, currency });
    set.spending.limit({ period: name, currency, micros: limit });
    rooms.push({ budget: 'client', currency, left, period: name });
  }
  return rooms;
}

/**
 * What follows if no attempt may start because of a budget. The campaign pauses itself at the end of its own budget, once no
 * open attempt can return what is reserved for it. It waits for the next period of its client.
 */
export function waitForBudget(
  { deciding, period }: DispatchInput,
  { budget, cause, period: name }: BudgetHold,
): Dispatched {
  const { set } = deciding;
  const isOwn = budget === 'campaign';
  if (isOwn && set.counters.open === 0) {
    pauseForBudget(deciding, cause);
    return notDispatched;
  }
  const used: ReasonCode = isOwn ? 'budget.campaign' : 'budget.client';
  const reason: ReasonCode = cause === 'no-rate' ? 'budget.no-rate' : used;
  const until = cause === 'price' && name === period.day ? period.nextDayAt : null;
  const lookAgainAt = isOwn ? null : Math.min(until ?? Infinity, set.at + unheardMs);
  return { ...notDispatched, waiting: { reason, until }, lookAgainAt };
}

function pauseForBudget(deciding: DispatchInput['deciding'], cause: BudgetHold['cause']): void {
  const { set } = deciding;
  const { budget } = set.record.definition;
  if (!budget) return;
  const { currency } = budget;
  const sums = set.counters.cost?.sums[currency];
  const spent = moneyText(sums ? totalOf(sums) : 0);
  const amount = moneyText(budgetMicros(budget.amount));
  const reason =
    cause === 'price'
      ? `the next call could exceed the budget: ${spent} of ${amount} ${currency} are spent`
      : `the next contact has no rate in ${currency}, so its call could exceed the budget`;
  const pause = { cause: 'budget', by: 'system', reason } as const;
  if (!transitionCampaign(deciding, { type: 'PAUSE', at: set.at, pause })) return;
  set.log({ type: 'campaign.paused', by: 'system', data: pause });
  set.perform({ type: 'alert', code: 'campaign.budget', detail: set.record.id });
}
