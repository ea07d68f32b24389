import type { Cancel, Clock } from '../../../../platform/clock.ts';

/** The purposes of requests, the most urgent first. `hang-up`: anything about a live call that cannot wait. */
export type RequestPriority = 'hang-up' | 'dial' | 'reconcile';

/**
 * The share of the budget that each purpose may use: searches must leave capacity for new calls, and both for
 * hang-ups, because an urgent request cannot overtake one that was already sent.
 */
const shares: Readonly<Record<RequestPriority, number>> = { 'hang-up': 1, dial: 0.95, reconcile: 0.8 };
const priorities = Object.keys(shares) as RequestPriority[];

/** The right to send one request; call `giveBack` if nothing was sent. */
export type BudgetTicket = { giveBack: () => void };

export type RequestBudget = {
  /** Resolves when a request may be sent, or with null once the budget is closed. */
  enter: (priority: RequestPriority) => Promise<BudgetTicket | null>;
  close: () => void;
};

export type RequestBudgetLimit = { requests: number; perMs: number };

/** Plivo allows 300 API requests in 5 s per account (plivo.com/docs/voice/concepts/account-limits), then answers 429. */
export const plivoRequestLimit: RequestBudgetLimit = { requests: 300, perMs: 5_000 };

/**
 * The account's budget of API requests: never more than `requests` in any `perMs`, urgent ones first, and in order of
 * arrival among equals. The window is the provider's, so `clock` must be the provider's clock: the business clock for
 * a simulated carrier, else the system clock.
 */
export function createRequestBudget({
  clock,
  limit = plivoRequestLimit,
}: {
  clock: Clock;
  limit?: RequestBudgetLimit;
}): RequestBudget {
  const waiting: Record<RequestPriority, Array<(ticket: BudgetTicket | null) => void>> = {
    'hang-up': [],
    dial: [],
    reconcile: [],
  };
  let sent: number[] = [];
  let closed = false;
  let wakeUp: Cancel | null = null;

  const mayUse = (priority: RequestPriority): number =>
    Math.max(1, Math.floor(limit.requests * shares[priority]));

  const grant = (): BudgetTicket => {
    const at = clock.now();
    sent.push(at);
    let kept = true;
    return {
      giveBack() {
        const index = kept ? sent.indexOf(at) : -1;
        kept = false;
        if (index >= 0) sent.splice(index, 1);
        serve();
      },
    };
  };

  const serve = (): void => {
    const now = clock.now();
    // A clock that was set back has left instants in the future; they count from now.
    sent = sent.map((at) => Math.min(at, now)).filter((at) => at > now - limit.perMs);
    for (const priority of priorities) {
      const queue = waiting[priority];
      while (queue.length > 0 && sent.length < mayUse(priority)) queue.shift()?.(grant());
      if (queue.length > 0) return wakeLater(priority);
    }
  };

  const wakeLater = (priority: RequestPriority): void => {
    wakeUp?.();
    const leavesFirst = sent[sent.length - mayUse(priority)] ?? clock.now();
    wakeUp = clock.at(leavesFirst + limit.perMs, serve);
  };

  return {
    enter(priority) {
      if (closed) return Promise.resolve(null);
      return new Promise((resolve) => {
        waiting[priority].push(resolve);
        serve();
      });
    },
    close() {
      closed = true;
      wakeUp?.();
      for (const priority of priorities) for (const refuse of waiting[priority].splice(0)) refuse(null);
    },
  };
}
