import { z } from 'zod';
import { readMoney } from './money.ts';
import type { Micros } from './money.ts';

const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be the code of a currency, such as USD')
  .describe('the currency of the rates, such as USD');

/** A number or a text: a text keeps the digits that were written. */
const amountSchema = z
  .union([z.number(), z.string()])
  .refine((amount) => (readMoney(String(amount)) ?? 0) > 0, {
    error: 'must be more than 0, with at most six decimal places, such as 49.90',
  });

export const budgetSchema = z
  .strictObject({
    amount: amountSchema.describe('the most that all calls of the campaign may cost'),
    currency: currencySchema,
  })
  .describe('the campaign pauses itself before the call that could exceed it');
export type Budget = z.infer<typeof budgetSchema>;

export const clientBudgetSchema = z
  .strictObject({
    perDay: amountSchema.optional().describe("the most that calls of one day on the client's clock may cost"),
    perMonth: amountSchema
      .optional()
      .describe("the most that calls of one month on the client's clock may cost"),
    currency: currencySchema,
  })
  .refine(({ perDay, perMonth }) => perDay !== undefined || perMonth !== undefined, {
    error: 'needs perDay or perMonth',
  });
export type ClientBudget = z.infer<typeof clientBudgetSchema>;

export function budgetMicros(amount: number | string): Micros {
  return readMoney(String(amount)) ?? 0;
}

/** The names of the periods of a day (`YYYY-MM-DD`): the day and its month. */
export function periodsOf(day: string): { day: string; month: string } {
  return { day, month: day.slice(0, 7) };
}

/** The limits of a client's budget for the periods of a day. */
export function clientLimits(budget: ClientBudget, today: string): { period: string; limit: Micros }[] {
  const { day, month } = periodsOf(today);
  const { perDay, perMonth } = budget;
  return [
    ...(perDay === undefined ? [] : [{ period: day, limit: budgetMicros(perDay) }]),
    ...(perMonth === undefined ? [] : [{ period: month, limit: budgetMicros(perMonth) }]),
  ];
}
