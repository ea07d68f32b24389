import { parentPort, workerData } from 'node:worker_threads';
import { pino } from 'pino';
import { errorInput, isRingmasterError } from '../../domain/errors.ts';
import { rehearse } from '../rehearse.ts';
import type { FromWorker, Order, Piece, ToWorker } from './messages.ts';

/** The program of the thread: one rehearsal. It requests the list in pieces. */
const port = parentPort;
if (!port) throw new TypeError('this file must be started as a worker thread');

const post = (message: FromWorker): void => port.postMessage(message);

const nextPiece = (): Promise<Piece | null> =>
  new Promise((resolve) => {
    port.once('message', ({ piece }: ToWorker) => resolve(piece));
    post({ type: 'more' });
  });

async function* list(): AsyncGenerator<Piece & { rejected: [] }> {
  for (let piece = await nextPiece(); piece !== null; piece = await nextPiece()) {
    yield { ...piece, rejected: [] };
  }
}

try {
  const log = pino({ level: 'error', base: null }, pino.destination({ dest: 2, sync: true }));
  post({ type: 'done', rehearsal: await rehearse({ ...(workerData as Order), list, log }) });
} catch (error) {
  if (!isRingmasterError(error)) throw error;
  post({ type: 'failed', error: errorInput(error) });
}
