import type { Random } from '../../../platform/random.ts';
import type { Delivery } from '../../../persistence/contract/queues/deliveries.ts';

/** The failures in a row after which an endpoint is left alone for a while. */
const failuresToPause = 5;
const firstPauseMs = 10_000;
const longestPauseMs = 600_000;
/** The requests of this instance to one endpoint that run at the same time. */
export const mostAtOnce = 16;

/**
 * The requests of this instance to one endpoint: those that run, the deliveries that were taken and wait, and the circuit
 * breaker. After five failures in a row nothing is sent for 10 seconds, then one request; each further failure doubles the
 * pause, up to ten minutes. One endpoint has no part in the breaker of another.
 */
export type Lane = {
  /** The number of requests that may be started now. */
  room: (now: number) => number;
  running: () => number;
  add: (deliveries: readonly Delivery[], leasedUntil: number) => void;
  /** Returns the next delivery that can be sent; null if there is none. Those of one contact follow each other. */
  next: () => Delivery | null;
  /** The endpoint answered, or did not. `pauseUntil`: until when it wants no more. Returns what is known of it now. */
  answered: (input: { now: number; isReceived: boolean; pauseUntil: number | null }) => {
    failures: number;
    pausedUntil: number | null;
  };
  /** The request of a delivery has ended. */
  done: (delivery: Delivery) => void;
  /** Returns the deliveries that wait, which are sent no more: all, or those whose lease ends before `leaseEnds`. */
  giveBack: (input?: { leaseEnds: number }) => Delivery[];
  isWaiting: () => boolean;
  isPaused: (now: number) => boolean;
};

export function createLane({
  failures: before,
  pausedUntil: pausedBefore,
  random,
}: {
  failures: number;
  pausedUntil: number | null;
  random: Random;
}): Lane {
  let waiting: { delivery: Delivery; leasedUntil: number }[] = [];
  const running = new Set<string>();
  let failures = before;
  let pausedUntil = pausedBefore;

  const isPaused = (now: number): boolean => pausedUntil !== null && now < pausedUntil;
  return {
    isPaused,
    isWaiting: () => waiting.length > 0,
    running: () => running.size,
    room(now) {
      if (isPaused(now)) return 0;
      return (failures >= failuresToPause ? 1 : mostAtOnce) - running.size;
    },
    add(deliveries, leasedUntil) {
      waiting.push(...deliveries.map((delivery) => ({ delivery, leasedUntil })));
    },
    next() {
      const index = waiting.findIndex(({ delivery }) => !running.has(subjectOf(delivery)));
      const [found] = index === -1 ? [] : waiting.splice(index, 1);
      if (!found) return null;
      running.add(subjectOf(found.delivery));
      return found.delivery;
    },
    done: (delivery) => void running.delete(subjectOf(delivery)),
    answered({ now, isReceived, pauseUntil }) {
      if (isReceived) {
        failures = 0;
        pausedUntil = null;
      } else {
        failures += 1;
        const beyond = failures - failuresToPause;
        const pauseMs =
          Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(beyond, 20)) * (0.5 + random() / 2);
        const broken = beyond >= 0 ? Math.floor(now + pauseMs) : 0;
        const until = Math.max(broken, pauseUntil ?? 0, pausedUntil ?? 0);
        pausedUntil = until > now ? until : null;
      }
      return { failures, pausedUntil };
    },
    giveBack({ leaseEnds } = { leaseEnds: Infinity }) {
      const back = waiting.filter(({ leasedUntil }) => leasedUntil < leaseEnds);
      waiting = waiting.filter((one) => !back.includes(one));
      return back.map(({ delivery }) => delivery);
    },
  };
}

/** The events of one contact, and those of the campaign itself, are sent one after another. Others need no order. */
function subjectOf({ id, campaign, position }: Delivery): string {
  return campaign === null ? id : `${campaign} ${position}`;
}
