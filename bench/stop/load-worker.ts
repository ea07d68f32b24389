import { parentPort, workerData } from 'node:worker_threads';
import { loads } from './loads.ts';
import type { Filled } from './fill-service.ts';

/** Applies one load from a thread of its own, so that what it costs does not delay the probes; ends on any message. */
const { name, ...input } = workerData as { name: string; url: string; filled: Filled; rows: number };
const ending = new AbortController();
parentPort?.on('message', () => ending.abort());
try {
  await loads[name]?.({ ...input, signal: ending.signal });
} catch (error) {
  // A service that is too slow to answer is what the probes tell.
  if (!ending.signal.aborted) process.stderr.write(`${name}: ${String(error)}\n`);
}
parentPort?.postMessage('done');
