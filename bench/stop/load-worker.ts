import { parentPort, workerData } from 'node:worker_threads';
import type { Filled } from './fill-service.ts';
import { loads } from './loads.ts';

/** Applies one load from a thread of its own, so that what it costs does not delay the probes; it is ended by its parent. */
const { name, ...input } = workerData as { name: string; url: string; filled: Filled; rows: number };
try {
  await loads[name]?.({ ...input, onAnswer: (status) => parentPort?.postMessage(status) });
} catch (error) {
  process.stderr.write(`${name}: ${String(error)}\n`);
}
