import type { Page } from '../pages.ts';

export const deliveryStates = ['waiting', 'dead'] as const;
/** `dead`: it was given up and waits until an operator queues it again. */
export type DeliveryState = (typeof deliveryStates)[number];

/** A delivery to an outside program. Times are system time in milliseconds. */
export type NewDelivery = {
  /** Chosen by the code that adds the delivery. Adding it again changes nothing. */
  id: string;
  client: string;
  /** The id of the subscription or endpoint that receives it. */
  target: string;
  /** JSON text. */
  body: string;
  createdAt: number;
  /** When it is due. For a delivery that was taken: when the lease ends. */
  dueAt: number;
};

export type Delivery = NewDelivery & {
  state: DeliveryState;
  /** The number of times it was taken. It never decreases, so it identifies a take. */
  tries: number;
  /** Why the last try failed; null before the first failure. */
  lastError: string | null;
};

/**
 * One take of a delivery. The take ends when the delivery is completed, failed or given up, or when it is taken again
 * after the lease.
 */
export type DeliveryTake = Pick<Delivery, 'id' | 'tries'>;

/**
 * Outgoing deliveries. Each is sent at least once. The process that takes a delivery has a lease on it, sends it, and
 * then completes it, fails it or gives it up. If the process dies before that, another one can take the delivery after
 * the lease.
 */
export type DeliveryStore = {
  /** Adds deliveries in one commit. Those whose id is stored are not changed. Returns the number of new ones. */
  putDeliveries: (deliveries: readonly NewDelivery[]) => Promise<number>;
  /**
   * Takes up to `limit` deliveries that are due at `now`, by due time and id. They become due again at `leasedUntil`,
   * which is later than `now`; before that time no other call takes them.
   */
  takeDueDeliveries: (input: {
    now: number;
    leasedUntil: number;
    limit: number;
  }) => Promise<readonly Delivery[]>;
  /** Deletes a delivery that was received. Returns false and changes nothing if the take has ended. */
  completeDelivery: (take: DeliveryTake) => Promise<boolean>;
  /** Sets when to try again. Returns false and changes nothing if the take has ended. */
  failDelivery: (input: DeliveryTake & { dueAt: number; error: string }) => Promise<boolean>;
  /** Gives up a delivery. Returns false and changes nothing if the take has ended. */
  giveUpDelivery: (input: DeliveryTake & { error: string }) => Promise<boolean>;
  /** Queues a delivery that was given up. Returns false if it was not given up. */
  requeueDelivery: (input: { id: string; dueAt: number }) => Promise<boolean>;
  /** Returns a page of deliveries, by due time and id. Each filter that is set restricts the list. */
  listDeliveries: (input: {
    client?: string;
    state?: DeliveryState;
    after?: string;
    limit: number;
  }) => Promise<Page<Delivery>>;
  /**
   * Deletes up to `limit` deliveries that were given up and were added before `before`. Returns whether there are
   * more.
   */
  dropDeadDeliveries: (input: { before: number; limit: number }) => Promise<boolean>;
};
