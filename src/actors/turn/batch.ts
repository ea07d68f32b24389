import type { RequestKey } from '../../domain/request-key.ts';
import type { InboxEvent } from '../../persistence/contract/store.ts';
import type { Cause } from '../../platform/tracing/tracing.ts';
import type { ActorEvent, StorableEvent } from '../events.ts';

/** An event that waits for a turn, and the callbacks for its answer. */
export type PendingEvent = {
  event: ActorEvent;
  inboxId: string | null;
  /** The request that the event carries out. It is committed with the event, so that a repeat only gets the answer. */
  request?: RequestKey | undefined;
  /**
   * The key of an order that two instances may try. Its outcome is committed under this key, a refusal too, so that both
   * find the same one.
   */
  order?: RequestKey | undefined;
  /** The span of the caller that waits for the answer. */
  cause?: Cause | undefined;
  resolve?: (answer: unknown) => void;
  reject?: (error: unknown) => void;
};

/** An event that waited in the stored inbox. */
export function toPending({ id, body }: InboxEvent): PendingEvent {
  return { event: JSON.parse(body) as StorableEvent, inboxId: id };
}

const isImport = ({ event }: PendingEvent): boolean => event.type.startsWith('import-');

const orders: ReadonlySet<string> = new Set(['command', 'contact-command', 'hang-up']);
const isOrder = ({ event }: PendingEvent): boolean => orders.has(event.type);

/** With an order a turn takes no more other events than this, so that it ends soon. */
const besideOrders = 50;

/**
 * Takes up to `limit` events from the queue, in order, with no more than one piece of an import. Orders overtake a long
 * queue: a pause does not wait for thousands of reports.
 */
export function takeBatch(queue: PendingEvent[], limit: number): PendingEvent[] {
  if (queue.length <= besideOrders || !queue.some(isOrder)) return takeFirst(queue, limit);
  const first = queue.filter(isOrder).slice(0, limit);
  const taken = new Set(first);
  const others = queue.filter((pending) => !taken.has(pending));
  const beside = takeFirst(others, Math.min(besideOrders, limit - first.length));
  queue.splice(0, queue.length, ...others);
  return [...first, ...beside];
}

function takeFirst(queue: PendingEvent[], limit: number): PendingEvent[] {
  const second = queue.findIndex((pending, index) => isImport(pending) && queue.findIndex(isImport) < index);
  return queue.splice(0, Math.min(limit, second === -1 ? queue.length : second));
}

/** Returns the spans of the callers that wait for a turn with these events, each once, in order. */
export function causesOf(batch: readonly PendingEvent[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const { cause } of batch) if (cause) causes.set(cause.spanId, cause);
  return [...causes.values()];
}

/** The answer to an event once its turn is committed: a value, or the error that refused it. */
export type Answer = { pending: PendingEvent; value: unknown } | { pending: PendingEvent; error: unknown };

/** Sends the answers to the callers. */
export function answer(answers: readonly Answer[]): void {
  for (const found of answers) {
    if ('error' in found) found.pending.reject?.(found.error);
    else found.pending.resolve?.(found.value);
  }
}
