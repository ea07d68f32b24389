import type { Page } from '../pages.ts';

export const deliveryStates = ['waiting', 'dead'] as const;
/** `dead`: given up, until an operator queues it again. */
export type DeliveryState = (typeof deliveryStates)[number];

/** What is to be sent to an outside program. Times are system time in milliseconds. */
export type NewDelivery = {
  /** Chosen by who adds it, so that adding it again changes nothing. */
  id: string;
  client: string;
  /** The id of the subscription or endpoint that it goes to. */
  target: string;
  /** JSON text. */
  body: string;
  createdAt: number;
  /** When it is to be sent; while it is taken, when the lease runs out. */
  dueAt: number;
};

export type Delivery = NewDelivery & {
  state: DeliveryState;
  /** How often it was taken. It never falls, so that it tells one take from another. */
  tries: number;
  /** Why the last try failed; null before the first failure. */
  lastError: string | null;
};

/** One take of a delivery. It is over when the delivery was completed, failed, given up, or taken again after the lease. */
export type DeliveryTake = Pick<Delivery, 'id' | 'tries'>;

/**
 * Outgoing deliveries: each is sent at least once. Who takes one has a lease on it, sends it, and then completes it, fails
 * it or gives it up. A process that dies in between leaves it to others when the lease runs out.
 */
export type DeliveryStore = {
  /** Adds deliveries in one commit; those whose id is stored are left as they are. Resolves with how many were new. */
  putDeliveries: (deliveries: readonly NewDelivery[]) => Promise<number>;
  /**
   * Takes up to `limit` deliveries that are due at `now`, by due time and id. They are due again at `leasedUntil`, which is
   * later than `now`: until then no other taker gets them.
   */
  takeDueDeliveries: (input: {
    now: number;
    leasedUntil: number;
    limit: number;
  }) => Promise<readonly Delivery[]>;
  /** Deletes a delivery that arrived; false, and nothing changes, if the take is over. */
  completeDelivery: (take: DeliveryTake) => Promise<boolean>;
  /** Sets when to try again; false, and nothing changes, if the take is over. */
  failDelivery: (input: DeliveryTake & { dueAt: number; error: string }) => Promise<boolean>;
  /** Gives a delivery up; false, and nothing changes, if the take is over. */
  giveUpDelivery: (input: DeliveryTake & { error: string }) => Promise<boolean>;
  /** Queues a delivery that was given up; false if it was not. */
  requeueDelivery: (input: { id: string; dueAt: number }) => Promise<boolean>;
  /** By due time and id; of one client or state if given. */
  listDeliveries: (input: {
    client?: string;
    state?: DeliveryState;
    after?: string;
    limit: number;
  }) => Promise<Page<Delivery>>;
  /** Deletes up to `limit` deliveries that were given up and added before `before`; resolves with whether there are more. */
  dropDeadDeliveries: (input: { before: number; limit: number }) => Promise<boolean>;
};
