import TinyQueue from 'tinyqueue';

/** Future due times: the number of contacts that become due at each instant, by cell. */
export type DueBuckets = {
  add: (input: { at: number; cell: number; count: number }) => void;
  /** Returns the earliest instant; Infinity if no contact waits. */
  next: () => number;
  /** Removes the earliest instant and returns its contacts by cell. */
  take: () => ReadonlyMap<number, number>;
};

export function createDueBuckets(): DueBuckets {
  const buckets = new Map<number, Map<number, number>>();
  const instants = new TinyQueue<number>();

  return {
    add({ at, cell, count }) {
      let bucket = buckets.get(at);
      if (!bucket) {
        buckets.set(at, (bucket = new Map()));
        instants.push(at);
      }
      bucket.set(cell, (bucket.get(cell) ?? 0) + count);
    },
    next: () => instants.peek() ?? Infinity,
    take() {
      const at = instants.pop() ?? Infinity;
      const bucket = buckets.get(at) ?? new Map<number, number>();
      buckets.delete(at);
      return bucket;
    },
  };
}
