import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { carry } from './carry.ts';
import { importRows } from './import-rows.ts';
import { campaignId, now } from './list.ts';
import { readOptions } from './options.ts';
import { timed } from './timings.ts';
import type { Timings } from './timings.ts';

/**
 * What the embedded store costs per contact: read the due contacts, their persons and addresses, reserve, mint in one
 * commit, end in the next, release. Nothing but the store is measured; every commit is synced as `describe()` says.
 *
 *   npm run bench:store -- [rows ...] [--batch 500] [--calendars 1] [--chunk 2000]
 */
const options = readOptions(process.argv.slice(2));
for (const rows of options.sizes) await measure(rows);

async function measure(rows: number): Promise<void> {
  const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'ringmaster-bench-'));
  const path = join(folder, 'store.db');
  const store = await openSqliteStore({ path });
  try {
    const timings: Timings = new Map();
    const record = await timed(timings, 'import', () => importRows({ store, rows, options }));
    const before = process.cpuUsage();
    const slowest = await carry({ store, record, rows, options, timings });
    const cpu = process.cpuUsage(before);
    await report({ store, rows, timings, path, slowest, cpu });
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

async function report(input: {
  store: Store;
  rows: number;
  timings: Timings;
  path: string;
  slowest: number;
  cpu: NodeJS.CpuUsage;
}): Promise<void> {
  const { store, rows, timings, path, slowest, cpu } = input;
  const perRow = (...names: readonly string[]): string =>
    ((names.reduce((sum, name) => sum + (timings.get(name)?.ms ?? 0), 0) * 1000) / rows).toFixed(2);
  const commits = ['mint', 'end'].map((name) => timings.get(name) ?? { ms: 0, calls: 0 });
  const commitMs =
    commits.reduce((sum, { ms }) => sum + ms, 0) / commits.reduce((sum, { calls }) => sum + calls, 0);
  const names = ['readDue', 'limits', 'mint', 'end'];
  const left = await store.readDue({ campaign: campaignId, calendars: [1], now, limit: 1 });
  const lines = [
    `${rows} rows  ${store.describe()}`,
    `  cpu ${(cpu.user / rows).toFixed(2)} µs user, ${(cpu.system / rows).toFixed(2)} µs system per contact`,
    `  import ${perRow('import')} µs per row`,
    `  ${names.map((name) => `${name} ${perRow(name)}`).join('  ')}  all ${perRow(...names)} µs per contact` +
      `  (commits alone ${perRow('mint', 'end')})`,
    `  ${(1000 / commitMs).toFixed(0)} commits/s of ${options.batch}  slowest ${slowest.toFixed(1)} ms  left ${left.length}` +
      `  file ${(statSync(path).size / 1e6).toFixed(0)} MB  rss ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
