import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from '../support/machine.ts';
import { median, spreadOf } from '../support/ratios.ts';
import { runScenario } from '../support/run-child.ts';
import { figures, ratioOf, readFigures, scenarioNames } from './figures.ts';
import type { ScenarioName } from './figures.ts';

/**
 * Old and new code in turn, so that a machine whose speed drifts cannot favour one of them: the ratio of each pair, their
 * median and spread. Above 1 the new code is better. Both checkouts need `npm ci`.
 *
 *   npm run bench:pairs -- --old ../before [--new .] [--scenario engine,import,webhooks] [--rows 100000] [--pairs 10]
 *
 * `--rows` is the size of engine and import; webhooks answers two callbacks for each of `--calls` calls.
 */
const { values } = parseArgs({
  options: {
    old: { type: 'string' },
    new: { type: 'string', default: '.' },
    scenario: { type: 'string', default: scenarioNames.join(',') },
    rows: { type: 'string', default: '100000' },
    calls: { type: 'string', default: '5000' },
    pairs: { type: 'string', default: '10' },
  },
});
if (values.old === undefined) throw new Error('Name the older checkout: --old FOLDER.');
const checkouts = { old: resolve(values.old), now: resolve(values.new) };
const names = values.scenario.split(',').map((part) => {
  const name = scenarioNames.find((candidate) => candidate === part);
  if (name === undefined) throw new Error(`${part} is none of ${scenarioNames.join(', ')}.`);
  return name;
});
const sides = ['old', 'now'] as const;
type Side = (typeof sides)[number];

const folder = mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'ringmaster-pairs-'));
const say = (text: string): boolean => process.stderr.write(`${text}\n`);

/** One run in a folder of its own, except that the engine's runs of one side share the list that was imported for them. */
async function run(side: Side, name: ScenarioName): Promise<readonly number[]> {
  const shared = join(folder, side);
  const own = name === 'engine' ? shared : mkdtempSync(join(folder, `${side}-`));
  const rows = Number(name === 'webhooks' ? values.calls : values.rows);
  const [row] = await runScenario({ name, input: { folder: own, rows }, checkout: checkouts[side] });
  if (own !== shared) rmSync(own, { recursive: true });
  return readFigures(name, row);
}

async function comparePairs(name: ScenarioName): Promise<readonly string[]> {
  if (name === 'engine') {
    for (const side of sides) {
      const input = { folder: join(folder, side), rows: Number(values.rows) };
      await runScenario({ name: 'import', input, checkout: checkouts[side] });
    }
  }
  const found: Record<Side, (readonly number[])[]> = { old: [], now: [] };
  for (let pair = 0; pair < Number(values.pairs); pair += 1) {
    // Each is first in every other pair.
    for (const side of pair % 2 === 0 ? sides : sides.toReversed()) found[side].push(await run(side, name));
    say(`${name}, pair ${pair + 1}: old ${found.old[pair]?.join(', ')}; new ${found.now[pair]?.join(', ')}`);
  }
  return figures[name].map(({ name: what, better }, index) => {
    const column = (side: Side): number[] => found[side].map((row) => row[index] ?? Number.NaN);
    const [old, now] = [column('old'), column('now')];
    const ratios = old.map((value, pair) => ratioOf(better, { old: value, now: now[pair] ?? Number.NaN }));
    return `| ${name}: ${what} | ${median(old)} | ${median(now)} | ${spreadOf(ratios)} |`;
  });
}

try {
  for (const side of sides) mkdirSync(join(folder, side));
  say(describeMachine(folder));
  const lines: string[] = [];
  for (const name of names) lines.push(...(await comparePairs(name)));
  const head = ['| what | old, median | new, median | new is better by |', '| --- | --- | --- | --- |'];
  process.stdout.write(`${[...head, ...lines].join('\n')}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
