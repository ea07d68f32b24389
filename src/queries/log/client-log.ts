import type { ClientEvent } from '../../domain/client-event.ts';
import { clientEventOfParts } from '../../persistence/contract/clients/client-log.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantText } from '../instants.ts';
import { createLogChain } from './log-chain.ts';
import type { LogBreak, LogChain, TakenChunk } from './log-chain.ts';
import type { LogVerification } from './verify-log.ts';

type Shown<Event> = Event extends ClientEvent ? Omit<Event, 'at'> & { at: string } : never;

/** An event of a client's log, with its instant as text. */
export type ClientEventView = Shown<ClientEvent>;

export function clientEventView({ at, ...event }: ClientEvent): ClientEventView {
  return { ...event, at: instantText(at) };
}

/**
 * The result of a check of a client's log. `head` represents the whole log: keep a copy elsewhere to compare it
 * later.
 */
export type ClientLogVerification = Pick<LogVerification, 'client' | 'ok' | 'events' | 'head' | 'broken'>;

const pageSize = 500;

/** Reads the whole log of a client and checks that nothing was changed or removed before its last event. */
export async function verifyClientLog({
  store,
  client,
}: {
  store: Pick<Store, 'readClientLogChunks'>;
  client: string;
}): Promise<ClientLogVerification> {
  const { chain, broken } = await walkClientLog({ store, client, onChunk: () => undefined });
  return { client, ok: broken === null, events: chain.next() - 1, head: chain.head(), broken };
}

/** Takes every chunk of the log of a client, in order, until the first break. */
export async function walkClientLog({
  store,
  client,
  onChunk,
}: {
  store: Pick<Store, 'readClientLogChunks'>;
  client: string;
  onChunk: (taken: TakenChunk<ClientEvent>) => void;
}): Promise<{ chain: LogChain<ClientEvent>; broken: LogBreak | null }> {
  const chain = createLogChain({ origin: client, eventsOf: (chunk) => [clientEventOfParts(chunk)] });
  for (;;) {
    const afterSeq = chain.next() - 1;
    const chunks = await store.readClientLogChunks({ client, afterSeq, limit: pageSize });
    for (const chunk of chunks) {
      const taken = chain.take(chunk);
      if ('broken' in taken) return { chain, broken: taken.broken };
      onChunk(taken);
    }
    if (chunks.length < pageSize) return { chain, broken: null };
  }
}
