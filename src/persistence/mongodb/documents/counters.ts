import type { Collections } from './collections.ts';

/** Takes `count` numbers that grow, from 1, and resolves with the first. A number that its taker does not use is lost. */
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
