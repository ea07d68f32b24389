import { sleep } from '../../../platform/clock.ts';
import type { Delivery, Settlement } from '../../../persistence/contract/queues/deliveries.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import type { SystemClock } from '../../../platform/clock.ts';
import type { Random } from '../../../platform/random.ts';
import type { WebhookList } from '../webhook-list.ts';
import { createLane, mostAtOnce } from './lane.ts';
import type { Lane } from './lane.ts';
import type { Settler } from './settler.ts';

/** The lanes of all endpoints at this instance. */
export type Lanes = {
  /** Starts what can be started for a webhook, and takes more from the store if nothing is left here. */
  work: (webhook: string) => void;
  /** Continues what waits here, and gives back the deliveries of webhooks that were disabled or removed. */
  workAll: () => void;
  isPaused: (webhook: string) => boolean;
  /** Starts no more, and resolves when the requests that run have ended, after a few seconds at the latest. */
  stop: () => Promise<void>;
};

/** An endpoint that takes all its time for each request has them all within the lease. */
const leaseMs = 60_000;
const takenAtOnce = 64;
/** A delivery is not begun if its lease ends sooner. */
const leastLeaseMs = 15_000;
/** The requests of this instance that run at the same time. Each endpoint may have a few more, so that none waits for others. */
const mostOfAll = 512;
const alwaysAllowed = 2;
const stopWithinMs = 3_000;

export type LanesInput = {
  store: Pick<Store, 'takeDueDeliveries'>;
  webhooks: WebhookList;
  system: SystemClock;
  /** Store time. */
  now: () => number;
  random: Random;
  settler: Pick<Settler, 'add'>;
  deliverOne: (of: { lane: Lane; delivery: Delivery }) => Promise<Settlement>;
  onError: (error: unknown) => void;
};

export function createLanes(input: LanesInput): Lanes {
  const { webhooks, system, now, random, settler, deliverOne, onError } = input;
  const lanes = new Map<string, Lane>();
  const taking = new Set<string>();
  const inFlight = new Set<Promise<void>>();
  let isStopped = false;

  const laneOf = (id: string): Lane | null => {
    const webhook = webhooks.get(id);
    if (!webhook?.enabled || isStopped) return null;
    const known = lanes.get(id);
    if (known) return known;
    const lane = createLane({ ...webhook, random });
    lanes.set(id, lane);
    return lane;
  };
  const giveBack = (lane: Lane, until?: { leaseEnds: number }): void => {
    for (const { id, tries } of lane.giveBack(until))
      settler.add({ id, tries, outcome: 'returned', dueAt: now() });
  };
  const start = (id: string, lane: Lane): boolean => {
    const isAllowed = inFlight.size < mostOfAll || lane.running() < alwaysAllowed;
    const delivery = isAllowed && lane.room(now()) > 0 ? lane.next() : null;
    if (!delivery) return false;
    const ended = deliverOne({ lane, delivery })
      .then(settler.add)
      .catch(onError)
      .finally(() => {
        inFlight.delete(ended);
        lane.done(delivery);
        work(id);
      });
    inFlight.add(ended);
    return true;
  };
  function work(id: string, takes = true): void {
    const lane = laneOf(id);
    if (!lane) return;
    if (lane.isPaused(now())) return giveBack(lane);
    giveBack(lane, { leaseEnds: now() + leastLeaseMs });
    while (start(id, lane));
    if (!takes || lane.isWaiting() || lane.room(now()) <= 0 || taking.has(id)) return;
    taking.add(id);
    take(input, id, lane)
      .then((taken) => void (taken && work(id, false)))
      .catch(onError)
      .finally(() => taking.delete(id));
  }

  return {
    work: (id) => work(id),
    workAll() {
      for (const [id, lane] of lanes) {
        const webhook = webhooks.get(id);
        if (!webhook?.enabled) giveBack(lane);
        else if (lane.isWaiting()) work(id);
        if (!webhook && lane.running() === 0) lanes.delete(id);
      }
    },
    isPaused: (id) => lanes.get(id)?.isPaused(now()) ?? false,
    async stop() {
      isStopped = true;
      for (const lane of lanes.values()) giveBack(lane);
      const ended = Promise.all(inFlight).then(() => undefined);
      await Promise.race([ended, sleep({ clock: system, ms: stopWithinMs })]);
    },
  };
}

/** Takes deliveries of a webhook from the store. Resolves with whether there were any. */
async function take({ store, now }: LanesInput, target: string, lane: Lane): Promise<boolean> {
  const at = now();
  const leasedUntil = at + leaseMs;
  const limit = Math.min(takenAtOnce, lane.room(at) * (takenAtOnce / mostAtOnce));
  const taken = await store.takeDueDeliveries({ target, now: at, leasedUntil, limit });
  lane.add(taken, leasedUntil);
  return taken.length > 0;
}
