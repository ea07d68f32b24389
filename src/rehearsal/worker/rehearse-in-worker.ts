import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { RingmasterError } from '../../domain/errors.ts';
import { fullPlays } from '../expectations.ts';
import type { Rehearsal, RehearsalInput } from '../rehearse.ts';
import type { FromWorker, Order, ToWorker } from './messages.ts';

export type Play = (input: RehearsalInput) => Promise<Rehearsal>;

export type RehearsalWorkers = {
  /**
   * Runs a rehearsal in a separate thread. Rejects with `rehearsal.busy`, `rehearsal.too-large`, or
   * `rehearsal.aborted` when the signal aborts, which ends the thread.
   */
  play: Play;
  /** Ends all threads. */
  close: () => void;
};

const retryAfterSeconds = 5;
/** The file of the thread, with the extension of this file: source or build. */
const thread = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);

/** Creates threads for rehearsals, so that they do not block the service. A maximum of `most` run at the same time. */
export function createRehearsalWorkers({
  most,
  memoryMb,
}: {
  most: number;
  memoryMb: number;
}): RehearsalWorkers {
  const running = new Set<Worker>();

  const play: Play = ({ definition, startAt, shared, calling, senders, runs = fullPlays, list, signal }) => {
    if (running.size >= most) return Promise.reject(busy(most));
    if (signal?.aborted) return Promise.reject(aborted());
    const order: Order = { definition, startAt, shared, calling, senders, runs };
    const worker = new Worker(thread, {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    running.add(worker);
    const pieces = list()[Symbol.asyncIterator]();
    const sendMore = async (): Promise<void> => {
      const { value, done } = await pieces.next();
      const message: ToWorker = {
        piece: done ? null : { rows: value.rows, optOuts: value.optOuts, waits: value.waits ?? [] },
      };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is not a window
      worker.postMessage(message);
    };
    const work = new Promise<Rehearsal>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(aborted()), { once: true });
      worker.on('error', (error) => reject(isOutOfMemory(error) ? tooLarge(memoryMb, error) : error));
      worker.on('exit', () => reject(aborted()));
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'more') sendMore().catch(reject);
        else if (message.type === 'done') resolve(message.rehearsal);
        else reject(new RingmasterError(message.error));
      });
    });
    return work.finally(() => {
      running.delete(worker);
      void worker.terminate();
    });
  };

  return {
    play,
    close() {
      for (const worker of running) void worker.terminate();
    },
  };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function busy(most: number): RingmasterError {
  return new RingmasterError({
    code: 'rehearsal.busy',
    family: 'overloaded',
    message: `This instance already runs ${most === 1 ? 'a rehearsal' : `${most} rehearsals`}, which is its maximum.`,
    hint: 'Send it again after Retry-After.',
    details: { retryAfterSeconds },
  });
}

function tooLarge(memoryMb: number, cause: unknown): RingmasterError {
  return new RingmasterError({
    code: 'rehearsal.too-large',
    family: 'refused',
    message: `The rehearsal was stopped, because it needs more than its maximum of ${memoryMb} MB of memory.`,
    hint: 'Rehearse a part of the list, or rehearse the files with: ringmaster rehearse CAMPAIGN.yaml CONTACTS.csv',
    details: { memoryMb },
    cause,
  });
}

function aborted(): RingmasterError {
  return new RingmasterError({
    code: 'rehearsal.aborted',
    family: 'overloaded',
    message: 'The rehearsal was stopped before its end.',
    hint: 'Send it again.',
  });
}
