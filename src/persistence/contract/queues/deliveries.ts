import type { Page } from '../pages.ts';

export const deliveryStates = ['waiting', 'dead'] as const;
/** `dead`: it was given up and waits until an operator queues it again. */
export type DeliveryState = (typeof deliveryStates)[number];

/** A delivery to an outside program. Times are store time in milliseconds. */
export type NewDelivery = {
  /** Chosen by the code that adds the delivery. Adding it again changes nothing. */
  id: string;
  client: string;
  /** The id of the webhook that receives it. */
  target: string;
  /** The type of the event. */
  type: string;
  /** The campaign and the position of the contact that it is about; null for none. */
  campaign: string | null;
  position: number | null;
  /** JSON text. */
  body: string;
  createdAt: number;
  /** When it is due. For a delivery that was taken: when the lease ends. */
  dueAt: number;
  /** A try that fails at this time or later is the last one. */
  until: number;
};

/** How the receiver answered the last try: the status (null without an answer), and the beginning of the body. */
export type DeliveryAnswer = { status: number | null; body: string; at: number; ms: number };

export type Delivery = NewDelivery & {
  state: DeliveryState;
  /** The number of times it was taken. It never decreases, so it identifies a take. */
  tries: number;
  /** The tries that failed since it was added, or since it was last queued again. */
  failures: number;
  /** Why the last try failed; null before the first failure. */
  lastError: string | null;
  /** Of the last try that failed. */
  answer: DeliveryAnswer | null;
};

/** One take of a delivery. The take ends when it is settled, or when the delivery is taken again after the lease. */
export type DeliveryTake = Pick<Delivery, 'id' | 'tries'>;

/** How a take ended. A delivery that was received is deleted, and one that is given up becomes a dead letter. */
export type Settlement = DeliveryTake &
  (
    | { outcome: 'received' }
    | { outcome: 'failed'; dueAt: number; error: string; answer: DeliveryAnswer | null }
    | { outcome: 'given-up'; error: string; answer: DeliveryAnswer | null }
    /** It was not tried. */
    | { outcome: 'returned'; dueAt: number }
  );

/** Dead letters of one target: all, those with these ids, or those that were added from `from` to before `to`. */
export type DeadLetters = { target: string; ids?: readonly string[]; from?: number; to?: number };

/** The deliveries of one target. `oldestAt`: when the oldest one that waits was added; null if none waits. */
export type DeliveryQueue = { target: string; waiting: number; dead: number; oldestAt: number | null };

/**
 * Outgoing deliveries. Each is sent at least once. The process that takes a delivery has a lease on it, sends it, and
 * then settles it. If the process dies before that, another one can take the delivery after the lease.
 */
export type DeliveryStore = {
  /** Adds deliveries in one commit. Those whose id is stored are not changed. Returns the number of new ones. */
  putDeliveries: (deliveries: readonly NewDelivery[]) => Promise<number>;
  /** Returns those of the targets that have deliveries that are due at `now`. */
  listDueTargets: (input: { targets: readonly string[]; now: number }) => Promise<readonly string[]>;
  /**
   * Takes up to `limit` deliveries of a target that are due at `now`, by due time and id. They become due again at
   * `leasedUntil`, which is later than `now`; before that time no other call takes them.
   */
  takeDueDeliveries: (input: {
    target: string;
    now: number;
    leasedUntil: number;
    limit: number;
  }) => Promise<readonly Delivery[]>;
  /** Settles takes, all in one commit where the store can. A take that has ended is skipped. Returns those that were settled. */
  settleDeliveries: (settled: readonly Settlement[]) => Promise<readonly Settlement[]>;
  /**
   * Gives up to `limit` deliveries of a target up that wait, are due at `now`, and should be received by then. Returns their
   * number.
   */
  expireDeliveries: (input: { target: string; now: number; error: string; limit: number }) => Promise<number>;
  /** Queues up to `limit` dead letters again, by the time at which they were added. Returns their number. */
  requeueDeliveries: (
    input: DeadLetters & { dueAt: number; until: number; limit: number },
  ) => Promise<number>;
  /** Deletes up to `limit` dead letters. Returns their number. */
  discardDeliveries: (input: DeadLetters & { limit: number }) => Promise<number>;
  /** Deletes up to `limit` deliveries of a target, whatever their state. Returns their number. */
  dropDeliveries: (input: { target: string; limit: number }) => Promise<number>;
  /** Returns a delivery; null if there is none. */
  readDelivery: (id: string) => Promise<Delivery | null>;
  /** Returns a page of the deliveries of a target in a state, by due time and id. */
  listDeliveries: (input: {
    target: string;
    state: DeliveryState;
    after?: string;
    limit: number;
  }) => Promise<Page<Delivery>>;
  /** Returns the queues of the targets that have deliveries, by target. */
  readDeliveryQueues: () => Promise<readonly DeliveryQueue[]>;
  /**
   * Deletes up to `limit` deliveries that were given up and were added before `before`. Returns whether there are
   * more.
   */
  dropDeadDeliveries: (input: { before: number; limit: number }) => Promise<boolean>;
};
