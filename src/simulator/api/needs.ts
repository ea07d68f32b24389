import type { Context } from 'hono';
import type { Call, Calls } from '../calls/calls.ts';
import type { Lifecycle } from '../calls/call-lifecycle.ts';
import { drawUuid } from '../draws.ts';
import type { Faults } from '../faults.ts';
import type { Journal } from '../journal/journal.ts';
import type { SimulatorOptions } from '../options.ts';
import type { Placement } from '../calls/placement.ts';
import type { Timers } from '../timers.ts';
import type { Account, Clock } from '../types.ts';

/** What the routes use. `timers` run on the business clock, `system` on the system clock. */
export type ApiNeeds = {
  clock: Clock;
  timers: Timers;
  system: Timers;
  seed: number;
  accounts: readonly Account[];
  options: SimulatorOptions;
  calls: Calls;
  journal: Journal;
  faults: Faults;
  lifecycle: Lifecycle;
  placement: Placement;
  credits: () => number | null;
};

/** What the checks store in the context for the routes. */
export type ApiEnv = {
  Variables: {
    account: Account;
    apiId: string;
    /** The parameters in the body, JSON or form; empty without a body. */
    parameters: Record<string, unknown>;
    /** The calls that this request has placed. */
    placed: Call[];
  };
};

export type ApiContext = Context<ApiEnv>;

/** Creates the generator of `api_id`s, one per answer. */
export function createApiIds({ seed }: { seed: number }): () => string {
  let count = 0;
  return () => drawUuid({ seed, subject: `api|${(count += 1)}` });
}

/** Returns an error in the carrier's format. */
export function refuse(c: ApiContext, status: 400 | 403 | 404 | 429 | 500, error: string): Response {
  return c.json({ api_id: c.get('apiId'), error }, status);
}

/** Returns the open or ended call of this account; null if there is none. */
export function callOf(c: ApiContext, { calls }: { calls: Calls }): Call | null {
  const call = calls.get(c.req.param('callUuid') ?? '');
  return call && call.account.authId === c.get('account').authId ? call : null;
}
