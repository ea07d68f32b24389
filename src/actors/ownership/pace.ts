import type { LeaseTimes } from './lease.ts';

/**
 * How long an instance waits between its reads. The reads of all instances are a load on one database, so many instances
 * read less often. A takeover stays in time: the counter of a dead instance is seen at most one round after its last
 * change, and a round follows when the lease of that counter is over.
 */
export type Pace = {
  /** From now on, for so many living instances. */
  follow: (instances: number) => void;
  /** Between two heartbeats with their read of the instances. */
  roundMs: () => number;
  /** Between two reads of news. */
  newsMs: () => number;
  /** See `LeaseTimes`. */
  gapMs: () => number;
};

const manyInstances = 50;
const slower = { round: 1.75, news: 3.5 };

export function createPace({ beatMs, gapMs }: Pick<LeaseTimes, 'beatMs' | 'gapMs'>): Pace {
  let isSlow = false;
  return {
    follow(instances) {
      isSlow = instances > manyInstances;
    },
    roundMs: () => beatMs * (isSlow ? slower.round : 1),
    newsMs: () => beatMs * (isSlow ? slower.news : 1),
    gapMs: () => gapMs * (isSlow ? slower.round : 1),
  };
}
