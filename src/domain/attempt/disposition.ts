import { z } from 'zod';

/** How an attempt ended, in our words. `unconfirmed`: nobody could tell us within the hold time. */
export const dispositions = [
  'answered',
  'machine',
  'busy',
  'no-answer',
  'rejected',
  'invalid',
  'failed',
  'unconfirmed',
  'cancelled',
] as const;
export const dispositionSchema = z.enum(dispositions);
export type Disposition = z.infer<typeof dispositionSchema>;

/** What a person told us in the call, from the flow's `gather`. `confirmed` and `opt-out` have a meaning of their own. */
export const outcomeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a word in kebab-case, such as confirmed or opt-out');
export type Outcome = z.infer<typeof outcomeSchema>;

/** Where a disposition leads an enrollment. */
export const routes = ['next', 'retry', 'stop', 'review'] as const;
export const routeSchema = z.enum(routes);
export type Route = z.infer<typeof routeSchema>;

/** What each disposition leads to unless the campaign says otherwise. */
export const defaultRoutes: Readonly<Record<Disposition, Route>> = {
  answered: 'next',
  machine: 'retry',
  busy: 'retry',
  'no-answer': 'retry',
  rejected: 'retry',
  failed: 'retry',
  unconfirmed: 'retry',
  cancelled: 'retry',
  invalid: 'stop',
};
