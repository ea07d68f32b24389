import { parentPort, workerData } from 'node:worker_threads';
import { pino } from 'pino';
import type { EnrollableRow } from '../../domain/contact.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import { rehearse } from '../rehearse.ts';
import type { FromWorker, Order, ToWorker } from './messages.ts';

/** What the thread runs: one rehearsal, whose list it asks for piece by piece and keeps for its further runs. */
const port = parentPort;
if (!port) throw new TypeError('this is started as a thread');

const post = (message: FromWorker): void => port.postMessage(message);

const nextRows = (): Promise<ToWorker['rows']> =>
  new Promise((resolve) => {
    port.once('message', ({ rows }: ToWorker) => resolve(rows));
    post({ type: 'more' });
  });

const pieces: (readonly EnrollableRow[])[] = [];
let isComplete = false;

async function* list(): AsyncGenerator<{ rows: readonly EnrollableRow[]; rejected: [] }> {
  for (const rows of pieces) yield { rows, rejected: [] };
  while (!isComplete) {
    const rows = await nextRows();
    if (rows === null) {
      isComplete = true;
      return;
    }
    pieces.push(rows);
    yield { rows, rejected: [] };
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
