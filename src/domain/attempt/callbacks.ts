/** A callback of a provider as its channel read it. It has no number and no name of a contact. */
export type CallbackReport = {
  /** The same for every delivery of the same callback, and for no other callback of the attempt. */
  key: string;
  /** The name of the provider for it, such as `hangup`. */
  kind: string;
  /** Its fields as the provider wrote them, without those that may contain a number or a name. */
  fields: Readonly<Record<string, string>>;
  /** Why nothing can be concluded from it; null if it is well-formed. */
  problem: string | null;
};

/** One delivery of a callback: when an instance received it, in business time, and an id of the delivery. */
export type Arrival = { at: number; id: string };

export type ArrivedCallback = CallbackReport & { arrival: Arrival };

/**
 * What a callback did to its attempt. `changed`: its state, its stage or its result. `added`: only ids or times that were
 * not known. `none`: everything in it was known. `surplus`: it is about another touch. `unusable`: nothing can be concluded.
 */
export const callbackEffects = ['changed', 'added', 'none', 'surplus', 'unusable'] as const;
export type CallbackEffect = (typeof callbackEffects)[number];

/** A callback of an attempt as it is stored, with the effect of its first delivery. */
export type ReceivedCallback = Pick<CallbackReport, 'key' | 'kind' | 'fields'> & {
  effect: CallbackEffect;
  problem?: string;
  /** Set if the end of the attempt was known when it first arrived. */
  late?: true;
  /** Its deliveries, in the order in which they were decided. */
  arrivals: readonly Arrival[];
  /** The number of further deliveries, which are not kept. */
  furtherArrivals?: number;
};

/** The callbacks of an attempt, in the order in which they were decided. */
export type Callbacks = {
  kept: readonly ReceivedCallback[];
  /** The number of further callbacks, which are not kept. */
  further?: number;
};

/** The maximum number of callbacks that are kept of an attempt. */
export const mostCallbacks = 50;
/** The maximum number of deliveries that are kept of one callback: the first, and the five repeats of Plivo. */
export const mostArrivals = 6;

/**
 * Adds a delivery. One that is known changes nothing: an owner may get the same event from its inbox and over the bus.
 * `effect` and `isLate` are used if it is the first one of its callback.
 */
export function withCallback({
  known,
  arrived: { key, kind, fields, problem, arrival },
  effect,
  isLate,
}: {
  known: Callbacks | null;
  arrived: ArrivedCallback;
  effect: CallbackEffect;
  isLate: boolean;
}): Callbacks {
  const { kept, further = 0 } = known ?? { kept: [] };
  const index = kept.findIndex((callback) => callback.key === key);
  const earlier = kept[index];
  if (earlier) return { ...known, kept: kept.with(index, withArrival(earlier, arrival)) };
  if (kept.length >= mostCallbacks) return { kept, further: further + 1 };
  const received: ReceivedCallback = {
    key,
    kind,
    effect,
    ...(problem !== null && { problem }),
    ...(isLate && { late: true }),
    arrivals: [arrival],
    fields,
  };
  return { ...known, kept: [...kept, received] };
}

function withArrival(callback: ReceivedCallback, arrival: Arrival): ReceivedCallback {
  const { arrivals, furtherArrivals = 0 } = callback;
  if (arrivals.some(({ id }) => id === arrival.id)) return callback;
  if (arrivals.length >= mostArrivals) return { ...callback, furtherArrivals: furtherArrivals + 1 };
  return { ...callback, arrivals: [...arrivals, arrival] };
}
