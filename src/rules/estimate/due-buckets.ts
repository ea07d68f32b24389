/** Future due times: how many people of each cell come due at an instant. */
export type DueBuckets = {
  add: (input: { at: number; cell: number; count: number }) => void;
  /** The earliest instant; Infinity if nobody waits. */
  next: () => number;
  /** Takes the earliest instant out. */
  take: () => ReadonlyMap<number, number>;
};

/** A binary heap of instants beside a map from each to its people. */
export function createDueBuckets(): DueBuckets {
  const buckets = new Map<number, Map<number, number>>();
  const heap: number[] = [];

  const rise = (at: number): void => {
    let index = heap.push(at) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] ?? at;
      if (above <= at) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = at;
  };
  const sink = (at: number): void => {
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if ((heap[child + 1] ?? Infinity) < (heap[child] ?? Infinity)) child += 1;
      const below = heap[child];
      if (below === undefined || below >= at) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = at;
  };

  return {
    add({ at, cell, count }) {
      let bucket = buckets.get(at);
      if (!bucket) {
        buckets.set(at, (bucket = new Map()));
        rise(at);
      }
      bucket.set(cell, (bucket.get(cell) ?? 0) + count);
    },
    next: () => heap[0] ?? Infinity,
    take() {
      const at = heap[0] ?? Infinity;
      const bucket = buckets.get(at) ?? new Map<number, number>();
      buckets.delete(at);
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(last);
      return bucket;
    },
  };
}
