import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startLateness } from '../lateness.ts';
import type { Lateness } from '../lateness.ts';

/** What is measured in a process: its memory, or how late its event loop is, which costs a timer of 1 ms. */
export type Probed = 'memory' | 'loop';

/** One line of a probe, every ten seconds. `heapMb`: the live objects after a collection, once a minute. */
export type Sample = { at: number; rssMb: number; heapMb: number | null; loop: Lateness | null };

const everyMs = 10_000;
const collectEvery = 6;
const mb = 1_048_576;

/** Returns the settings of a process that is probed. */
export const probeSettings = (input: { file: string; of: Probed }): Record<string, string> => ({
  BENCH_PROBE_FILE: input.file,
  BENCH_PROBE_OF: input.of,
});

/** Samples this process, and adds a line to the file that `probeSettings` names. */
export function startProbe(): void {
  const { BENCH_PROBE_FILE: file, BENCH_PROBE_OF: of } = process.env;
  if (file === undefined) return;
  let stopLateness = of === 'loop' ? startLateness() : null;
  const collect = of === 'memory' ? collector() : null;
  let samples = 0;
  const sample = (): void => {
    samples += 1;
    const { rss } = process.memoryUsage();
    const line: Sample = {
      at: Date.now(),
      rssMb: rss / mb,
      heapMb: collect !== null && samples % collectEvery === 0 ? collect() : null,
      loop: stopLateness?.() ?? null,
    };
    if (stopLateness) stopLateness = startLateness();
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
  setInterval(sample, everyMs).unref();
}

/** Returns the samples of a file, oldest first. */
export function readSamples(file: string): readonly Sample[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Sample);
}

/** Returns the function that collects all garbage and returns the size of what is left. */
function collector(): () => number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => {
    collect();
    return process.memoryUsage().heapUsed / mb;
  };
}
