import { parentPort, workerData } from 'node:worker_threads';
import { pino } from 'pino';
import { isRingmasterError } from '../../domain/errors.ts';
import { rehearse } from '../rehearse.ts';
import type { FromWorker, Order, Piece, ToWorker } from './messages.ts';

/** The program of the thread: one rehearsal. It requests the list in pieces and keeps them for the later plays. */
const port = parentPort;
if (!port) throw new TypeError('this file must be started as a worker thread');

const post = (message: FromWorker): void => port.postMessage(message);

const nextPiece = (): Promise<Piece | null> =>
  new Promise((resolve) => {
    port.once('message', ({ piece }: ToWorker) => resolve(piece));
    post({ type: 'more' });
  });

const pieces: Piece[] = [];
let isComplete = false;

async function* list(): AsyncGenerator<Piece & { rejected: [] }> {
  for (const piece of pieces) yield { ...piece, rejected: [] };
  while (!isComplete) {
    const piece = await nextPiece();
    if (piece === null) {
      isComplete = true;
      return;
    }
    pieces.push(piece);
    yield { ...piece, rejected: [] };
  }
}

try {
  const log = pino({ level: 'error', base: null }, pino.destination({ dest: 2, sync: true }));
  post({ type: 'done', rehearsal: await rehearse({ ...(workerData as Order), list, log }) });
} catch (error) {
  if (!isRingmasterError(error)) throw error;
  const { code, family, message, hint, details } = error;
  post({ type: 'failed', error: { code, family, message, hint, details } });
}
