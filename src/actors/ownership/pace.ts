import type { LeaseTimes } from './lease.ts';

/**
 * How long an instance waits between its reads and heartbeats. Those of all instances are a load on one database, so many
 * instances read less often, and send a heartbeat in every second round only. A takeover stays in time: it counts from the
 * last heartbeat, which was before the death. The counter of a dead instance is seen at most one round after its last
 * change, and a round follows when the lease of that counter is over.
 */
export type Pace = {
  /** From now on, for so many living instances. */
  follow: (instances: number) => void;
  /** Between two reads of the instances. */
  roundMs: () => number;
  /** A round does not renew a heartbeat that is younger than this. */
  freshMs: () => number;
  /** Between two reads of news. */
  newsMs: () => number;
  /** See `LeaseTimes`. */
  gapMs: () => number;
};

const manyInstances = 50;
/** In heartbeats of few instances. A heartbeat is renewed in every second round, also if one of them comes early. */
const slower = { round: 1.75, news: 3.5, fresh: 2.625 };

export function createPace({ beatMs, gapMs }: Pick<LeaseTimes, 'beatMs' | 'gapMs'>): Pace {
  let isSlow = false;
  return {
    follow(instances) {
      isSlow = instances > manyInstances;
    },
    roundMs: () => beatMs * (isSlow ? slower.round : 1),
    freshMs: () => (isSlow ? beatMs * slower.fresh : 0),
    newsMs: () => beatMs * (isSlow ? slower.news : 1),
    gapMs: () => gapMs * (isSlow ? slower.round : 1),
  };
}
