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
 * `npm run bench:cluster`: the cluster on a MongoDB replica set and nats-server, which each scenario starts.
 *
 *   --only speed,failover   only these scenarios
 *   --rows 10000            another size than the usual one of a scenario: contacts, campaigns, kills, or minutes (steady)
 */
const { values } = parseArgs({ options: { only: { type: 'string' }, rows: { type: 'string' } } });

const usualRows: Readonly<Record<string, number>> = {
  speed: 20_000,
  pause: 60_000,
  webhooks: 5_000,
  takeover: 1_000,
  heartbeats: 10_000,
  failover: 50,
  startup: 10_000,
  load: 3_000,
  steady: 30,
};

const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'ringmaster-bench-'));
const only = values.only?.split(',') ?? Object.keys(usualRows);
const say = (text: string): boolean => process.stderr.write(`${text}\n`);
const rows: Row[] = [];
try {
  const machine = `${describeMachine(folder)}\n${describeSyncs(folder)}`;
  say(machine);
  for (const name of only) {
    const size = Number(values.rows ?? usualRows[name]);
    if (!Number.isFinite(size)) throw new Error(`${name} is none of ${Object.keys(usualRows).join(', ')}.`);
    say(`… ${name} ${size}`);
    const found = await runScenario({ name: `cluster/${name}`, input: { folder, rows: size } });
    rows.push(...found);
    for (const { what, figure, remarks } of found) say(`  ${what}: ${figure} (${remarks})`);
  }
  process.stdout.write(`${machine}\n\n${toTable(rows)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
