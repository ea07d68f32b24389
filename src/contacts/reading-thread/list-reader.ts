import { extname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { RingmasterError } from '../../domain/errors.ts';
import { readContacts } from '../import-reader.ts';
import type { ContactChunk, ReadContactsInput } from '../import-reader.ts';
import { keepSource } from './kept-source.ts';
import type { FromReader, ReadingOrder, ToReader } from './messages.ts';

/** Reads a list as `readContacts` does. */
export type ReadList = (input: ReadContactsInput) => AsyncIterable<ContactChunk>;

export type ListReader = {
  /**
   * Reads a list. The start is read in this thread. The rest of a long CSV list is read in a separate thread, if one is
   * free. Rejects with `import.thread-failed` if this thread fails, or `import.interrupted` if it is closed.
   */
  read: ReadList;
  /** Ends all threads. A reading that is not at its end is rejected. */
  close: () => void;
};

/** A list of fewer bytes is read before a thread has started. */
const shortListBytes = 524_288;
/** A list is read again from its start by the thread, as long as no more than this multiple of it was read before. */
const maxKeptParts = 4;
const usualChunkRows = 250;
/** For new objects in the thread. */
const youngMemoryMb = 24;
/** The file of the thread, with the extension of this file: source or build. */
const thread = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);

/**
 * Creates the reader of lists of a service. Reading and checking a row takes about as long as storing it. In a thread of
 * its own it does not delay the service.
 */
export function createListReader({
  most,
  shortBytes = shortListBytes,
  memoryMb = 512,
}: {
  /** The maximum number of threads. 0: all lists are read in this thread. */
  most: number;
  shortBytes?: number;
  /** The maximum memory of a thread. */
  memoryMb?: number;
}): ListReader {
  const running = new Set<Worker>();
  const resourceLimits = { maxYoungGenerationSizeMb: youngMemoryMb, maxOldGenerationSizeMb: memoryMb };
  let isClosed = false;

  async function* read(input: ReadContactsInput): AsyncGenerator<ContactChunk, void, undefined> {
    // The columns of a JSON list come with its rows: the reader of its end must know its start.
    if (most === 0 || input.format !== 'csv') return yield* readContacts(input);
    const source = keepSource({ source: input.source, maxBytes: shortBytes * maxKeptParts });
    const chunks = readContacts({ ...input, source: source.first });
    let worker: Worker | null = null;
    try {
      for await (const chunk of chunks) {
        yield chunk;
        if (source.kept() < shortBytes || running.size >= most || isClosed) continue;
        worker = startThread(orderOf(input, chunk));
        const rest = chunksOf({
          worker,
          source: source.whole(),
          breathe: input.breathe ?? nextTurn,
          onExit: () => (isClosed ? interrupted() : threadFailed(null)),
        });
        await chunks.return();
        return yield* rest;
      }
      await source.close();
    } finally {
      if (worker) end(worker);
      // After an error the source may wait for bytes that never come.
      void source.close().catch(() => undefined);
    }
  }

  const startThread = (workerData: ReadingOrder): Worker => {
    const worker = new Worker(thread, { workerData, resourceLimits });
    running.add(worker);
    return worker;
  };
  const end = (worker: Worker): void => {
    running.delete(worker);
    void worker.terminate();
  };

  return {
    read,
    close() {
      isClosed = true;
      for (const worker of running) end(worker);
    },
  };
}

/** What a thread must know that continues after a chunk. */
function orderOf(
  { format, encoding = null, definition, chunkRows = usualChunkRows }: ReadContactsInput,
  { lastRow, digest }: ContactChunk,
): ReadingOrder {
  return { format, encoding, definition, chunkRows, startAfterRow: lastRow, takenDigest: digest };
}

/** Returns the chunks of a thread. Its messages are received from this call on. */
function chunksOf(input: FromSource): AsyncGenerator<ContactChunk, void, undefined> {
  const messages = messagesOf(input);
  return (async function* () {
    for (let answer = await messages.next(); answer !== 'end'; answer = await messages.next()) {
      post(input.worker, { type: 'next' });
      const chunk = JSON.parse(answer.json) as ContactChunk;
      await input.breathe();
      yield chunk;
    }
  })();
}

type FromSource = {
  worker: Worker;
  source: AsyncIterable<Uint8Array>;
  /** Called before each chunk: several may be there, and other work of the process must not wait for all of them. */
  breathe: () => Promise<unknown>;
  /** Why the thread ended before the list did. */
  onExit: () => Error;
};
type Answer = { json: string } | 'end';

/** Sends the bytes of the list to the thread, and returns its chunks in order. */
function messagesOf({ worker, source, onExit }: Omit<FromSource, 'breathe'>): {
  next: () => Promise<Answer>;
} {
  const bytes = source[Symbol.asyncIterator]();
  const answers: Answer[] = [];
  let failure: { error: unknown } | null = null;
  let wake: () => void = () => undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    wake();
  };
  const sendMore = async (): Promise<void> => {
    const { value, done } = await bytes.next();
    post(worker, { type: 'bytes', bytes: done ? null : value });
  };
  worker.on('error', (error) => fail(threadFailed(error)));
  worker.on('exit', () => fail(onExit()));
  worker.on('message', (message: FromReader) => {
    if (message.type === 'more') return void sendMore().catch(fail);
    if (message.type === 'failed') return fail(new RingmasterError(message.error));
    answers.push(message.type === 'end' ? 'end' : { json: message.json });
    wake();
  });
  return {
    async next() {
      for (;;) {
        const answer = answers.shift();
        if (answer) return answer;
        if (failure) throw failure.error;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

function post(worker: Worker, message: ToReader): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is not a window
  worker.postMessage(message);
}

function threadFailed(cause: Error | null): RingmasterError {
  return new RingmasterError({
    code: 'import.thread-failed',
    family: 'fault',
    message: `The thread that read the list stopped before its end${cause === null ? '.' : `: ${cause.message}`}`,
    ...(cause !== null && { cause }),
  });
}

function interrupted(): RingmasterError {
  return new RingmasterError({
    code: 'import.interrupted',
    family: 'overloaded',
    message: 'The service stopped before the end of the list.',
  });
}
