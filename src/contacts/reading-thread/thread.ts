import { parentPort, workerData } from 'node:worker_threads';
import { errorInput, isRingmasterError } from '../../domain/errors.ts';
import { readContacts } from '../import-reader.ts';
import { chunksAhead } from './messages.ts';
import type { FromReader, ReadingOrder, ToReader } from './messages.ts';

/** The program of the thread: it reads one list, and is at most `chunksAhead` chunks ahead of the main thread. */
const port = parentPort;
if (!port) throw new TypeError('this file must be started as a worker thread');

const post = (message: FromReader): void => port.postMessage(message);

let permits = chunksAhead;
let onPermit: () => void = () => undefined;
let onBytes: (bytes: Uint8Array | null) => void = () => undefined;
port.on('message', (message: ToReader) => {
  if (message.type === 'bytes') return onBytes(message.bytes);
  permits += 1;
  onPermit();
});

const nextBytes = (): Promise<Uint8Array | null> =>
  new Promise((resolve) => {
    onBytes = resolve;
    post({ type: 'more' });
  });

async function* source(): AsyncGenerator<Uint8Array> {
  for (let bytes = await nextBytes(); bytes !== null; bytes = await nextBytes()) yield bytes;
}

async function permitted(): Promise<void> {
  if (permits === 0) {
    await new Promise<void>((resolve) => {
      onPermit = resolve;
    });
  }
  permits -= 1;
}

try {
  for await (const chunk of readContacts({ ...(workerData as ReadingOrder), source: source() })) {
    await permitted();
    post({ type: 'chunk', json: JSON.stringify(chunk) });
  }
  post({ type: 'end' });
} catch (error) {
  if (!isRingmasterError(error)) throw error;
  post({ type: 'failed', error: errorInput(error) });
} finally {
  port.close();
}
