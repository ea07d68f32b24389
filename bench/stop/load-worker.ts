import { parentPort, workerData } from 'node:worker_threads';
import type { Filled } from './fill-service.ts';
import { loads } from './loads.ts';

/** Applies one load from a thread of its own, so that what it costs does not delay the probes; it is ended by its parent. */
const { name, ...input } = workerData as { name: string; url: string; filled: Filled; rows: number };
try {
  const onAnswer = (status: number): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    parentPort?.postMessage(status);
  };
  await loads[name]?.({ ...input, onAnswer });
} catch (error) {
  process.stderr.write(`${name}: ${String(error)}\n`);
}
