import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { filledPath } from '../support/files.ts';
import { count, ms, quantile } from '../support/row.ts';
import type { Measure, Row } from '../support/row.ts';
import { fillService } from '../stop/fill-service.ts';
import { loads } from '../stop/loads.ts';
import { startService } from '../stop/service.ts';

const everyMs = 200;
const loadMs = 5_000;
const idleMs = 2_000;
const loadWorker = new URL('../stop/load-worker.ts', import.meta.url);

/** Orders and lifts an emergency stop every 200 ms until `end` resolves; milliseconds of each answer. */
async function probe(url: string, end: Promise<unknown>): Promise<number[]> {
  const state = { ended: false };
  void end.then(() => (state.ended = true));
  const took: number[] = [];
  while (!state.ended) {
    for (const order of ['pause', 'resume']) {
      const start = performance.now();
      const response = await fetch(`${url}/v1/${order}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${order} was answered with ${response.status}`);
      took.push(performance.now() - start);
    }
    await wait(everyMs);
  }
  return took;
}

type Beside = { idle: readonly number[]; answers: ReadonlyMap<number, number> };

/** The statuses of the answers that the load received: a load that is refused measures nothing. */
const statusesIn = (answers: ReadonlyMap<number, number>): string =>
  answers.size === 0
    ? 'no answer of the load yet'
    : `answers of the load: ${[...answers].map(([status, times]) => `${count(times)} × ${status}`).join(', ')}`;

function rowOf(name: string, took: readonly number[], load: Beside | null): Row {
  const most = Math.max(...took);
  const beside = load
    ? `; idle in the same minute p50 ${ms(quantile(load.idle, 0.5))}, most ${ms(Math.max(...load.idle))}; ${statusesIn(load.answers)}`
    : '';
  return {
    what: `emergency stop, ${name}`,
    figure: `p50 ${ms(quantile(took, 0.5))}, p95 ${ms(quantile(took, 0.95))}, most ${ms(most)}`,
    target: '100 ms',
    remarks: `${took.length} orders${beside}`,
  };
}

/** How long ordering and lifting an emergency stop takes while the service is asked for everything else. */
export const measure: Measure = async ({ folder, rows }) => {
  const campaign = readFileSync(`${filledPath({ folder, rows })}.id`, 'utf8');
  const filled = await fillService({ folder, rows, campaign });
  const service = await startService(filled.folder);
  const only = process.env['BENCH_LOADS'];
  const results: Row[] = [];
  try {
    results.push(rowOf(`idle, ${count(rows)} contacts`, await probe(service.url, wait(idleMs)), null));
    for (const name of Object.keys(loads)) {
      if (only !== undefined && !new RegExp(only).test(name)) continue;
      const idle = await probe(service.url, wait(idleMs));
      const worker = new Worker(loadWorker, { workerData: { name, url: service.url, filled, rows } });
      const answers = new Map<number, number>();
      worker.on('message', (status: number) => answers.set(status, (answers.get(status) ?? 0) + 1));
      const took = await probe(service.url, wait(loadMs));
      await worker.terminate();
      const row = rowOf(name, took, { idle, answers });
      process.stderr.write(`  ${row.what}: ${row.figure} (${row.remarks})\n`);
      results.push(row);
    }
  } finally {
    await service.stop();
  }
  return results;
};
