import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { CallbackEffect } from '../../domain/attempt/callbacks.ts';
import { instantText } from '../instants.ts';

/** A callback of the provider; times are RFC 3339 in UTC. */
export type CallbackView = {
  /** The name of the provider for it, such as `hangup`. */
  kind: string;
  effect: CallbackEffect;
  /** Whether the end of the call was known when it first arrived. */
  late: boolean;
  problem: string | null;
  fields: Readonly<Record<string, string>>;
  /** The number of times that it arrived, and the times of the first of them. */
  deliveries: number;
  arrivals: readonly string[];
};

/** The callbacks about an attempt, in the order in which they were decided. `further`: the number of those not kept. */
export type CallbacksView = { items: readonly CallbackView[]; further: number };

export function callbacksView({ callbacks }: Pick<Attempt, 'callbacks'>): CallbacksView {
  const { kept, further = 0 } = callbacks ?? { kept: [] };
  return {
    items: kept.map(({ kind, effect, late, problem, fields, arrivals, furtherArrivals = 0 }) => ({
      kind,
      effect,
      late: late ?? false,
      problem: problem ?? null,
      fields,
      deliveries: arrivals.length + furtherArrivals,
      arrivals: arrivals.map(({ at }) => instantText(at)),
    })),
    further,
  };
}
