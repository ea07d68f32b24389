import type { RequestKey } from '../../domain/request-key.ts';
import type { InboxEvent } from '../../persistence/contract/store.ts';
import type { ActorEvent, StorableEvent } from '../events.ts';

/** An event on its way, and who waits for its answer. */
export type PendingEvent = {
  event: ActorEvent;
  inboxId: string | null;
  /** The request that the event carries out: committed with it, so that a repeat only gets the answer. */
  request?: RequestKey | undefined;
  resolve?: (answer: unknown) => void;
  reject?: (error: unknown) => void;
};

/** An event that waited in the stored inbox. */
export function toPending({ id, body }: InboxEvent): PendingEvent {
  return { event: JSON.parse(body) as StorableEvent, inboxId: id };
}

/** At most so many events are decided in one turn. */
export const batchSize = 2_000;

const isImport = ({ event }: PendingEvent): boolean => event.type.startsWith('import-');

/** Takes a batch from the queue: at most one piece of an import per turn, in order. */
export function takeBatch(queue: PendingEvent[]): PendingEvent[] {
  const second = queue.findIndex((pending, index) => isImport(pending) && queue.findIndex(isImport) < index);
  return queue.splice(0, Math.min(batchSize, second === -1 ? queue.length : second));
}
