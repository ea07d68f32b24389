import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeSyncs } from './support/disk.ts';
import { describeMachine } from './support/machine.ts';
import { toTable } from './support/row.ts';
import type { Row } from './support/row.ts';
import { runScenario } from './support/run-child.ts';

/**
 * `npm run bench`: every scenario in a process of its own, one table at the end (docs/performance.md keeps one).
 *
 *   --full          also with 1,000,000 contacts (about 5 minutes more)
 *   --only a,b      only these scenarios
 *   --rows 10000    one size instead of the usual ones
 *
 * `bench/peers/main.ts` measures job queues beside it, `bench/pairs/main.ts` an older checkout, `bench/store/main.ts` the
 * store alone.
 */
const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string' },
    rows: { type: 'string' },
  },
});

const usualSizes = values.full ? [10_000, 100_000, 1_000_000] : [10_000, 100_000];
const sizes = values.rows === undefined ? usualSizes : [Number(values.rows)];
const [small = 10_000] = sizes;
const only = values.only?.split(',') ?? null;

/** As Node sizes its heap in a container of half a gigabyte, or is told to: see docs/operations.md. */
const smallHeap = ['--max-semi-space-size=8', '--max-old-space-size=160'];

const plan: { name: string; rows: number; flags?: readonly string[] }[] = [
  ...sizes.flatMap((rows) => [
    { name: 'import', rows },
    { name: 'standing', rows },
    { name: 'engine', rows },
  ]),
  { name: 'engine', rows: sizes.at(-1) ?? small, flags: smallHeap },
  ...sizes.filter((rows) => rows === 100_000).map((rows) => ({ name: 'pause', rows })),
  { name: 'kill', rows: small },
  { name: 'readers', rows: 10_000 },
  { name: 'ready', rows: 10_000 },
  { name: 'webhooks', rows: 5_000 },
  { name: 'calls', rows: 5_000 },
  { name: 'reconcile', rows: 5_000 },
  { name: 'stop', rows: sizes.at(-1) ?? small },
  { name: 'suppressions', rows: values.full ? 10_000_000 : 1_000_000 },
];

const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'ringmaster-bench-'));
const rows: Row[] = [];
const say = (text: string): boolean => process.stderr.write(`${text}\n`);
try {
  const machine = `${describeMachine(folder)}\n${describeSyncs(folder)}`;
  say(machine);
  for (const { name, rows: size, flags } of plan) {
    // The others need the list that the import leaves behind.
    if (only && name !== 'import' && !only.includes(name)) continue;
    say(`… ${name} ${size} ${flags?.join(' ') ?? ''}`);
    const found = await runScenario({ name, input: { folder, rows: size }, ...(flags && { flags }) });
    rows.push(...found);
    for (const { what, figure, remarks } of found) say(`  ${what}: ${figure} (${remarks})`);
  }
  process.stdout.write(`${machine}\n\n${toTable(rows)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
