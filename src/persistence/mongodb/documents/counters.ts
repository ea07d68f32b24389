import type { ClientSession } from 'mongodb';
import type { Collections } from './collections.ts';

/** Reserves `count` numbers, which grow from 1, and resolves with the first. A number that is not used is lost. */
export type NextNumber = (name: string, count?: number) => Promise<number>;

export function createCounters({ counters }: Pick<Collections, 'counters'>): NextNumber {
  return async (name, count = 1) => {
    const raised = await counters.findOneAndUpdate(
      { _id: name },
      { $inc: { last: count } },
      { upsert: true, returnDocument: 'after' },
    );
    return (raised?.last ?? count) - count + 1;
  };
}

/** The counter of the revision of the settings and stops of all clients. */
export const settingsCounter = 'settings';

/**
 * Raises the revision of the settings within the running transaction. Transactions that raise it conflict, so they
 * commit in the order of their revisions. A reader that sees a revision therefore sees every change up to it.
 */
export type RaiseRevision = (session: ClientSession) => Promise<number>;

export function createRevision({ counters }: Pick<Collections, 'counters'>): RaiseRevision {
  return async (session) => {
    const raised = await counters.findOneAndUpdate(
      { _id: settingsCounter },
      { $inc: { last: 1 } },
      { upsert: true, returnDocument: 'after', session },
    );
    return raised?.last ?? 1;
  };
}
