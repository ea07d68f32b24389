/**
 * `npm run coverage`: runs the embedded tests and the tests of servers, each with coverage, and prints the coverage of
 * each folder that has a floor. Both halves run, also if the first one fails. Ends with 1 if a test failed or a folder is
 * below its floor. Without mongod the second half is skipped, with one line on stderr, unless
 * `RINGMASTER_TEST_REQUIRE_SERVERS` is set. Option: `--reports FOLDER` writes the results of the tests as JSON to
 * `FOLDER/embedded.json` and `FOLDER/servers.json`, and the table to `FOLDER/coverage.txt`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findServer, servers } from '../servers/servers.ts';
import { figuresOf, tableOf } from './figures.ts';
import type { Figures, Summary } from './figures.ts';
import { floor, halves, reportFolder } from './halves.ts';
import type { HalfName } from './halves.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({ options: { reports: { type: 'string' } } });

function summaryOf(half: HalfName): Summary | null {
  try {
    return JSON.parse(
      readFileSync(join(root, reportFolder(half), 'coverage-summary.json'), 'utf8'),
    ) as Summary;
  } catch {
    return null;
  }
}

/** Runs the tests of one half. Returns whether they passed and every floor was reached. */
async function run(half: HalfName): Promise<boolean> {
  // A report of an earlier run must not be taken for this one.
  rmSync(join(root, reportFolder(half)), { recursive: true, force: true });
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const projects = halves[half].projects.flatMap((name) => ['--project', name]);
  const child = spawn(process.execPath, [vitest, 'run', ...projects, '--mode', half, '--coverage'], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(values.reports !== undefined && { RINGMASTER_TEST_REPORT: join(values.reports, `${half}.json`) }),
    },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

async function main(): Promise<boolean> {
  const hasServers = findServer('mongod') !== null || Boolean(process.env['RINGMASTER_TEST_REQUIRE_SERVERS']);
  const names: readonly HalfName[] = hasServers ? ['embedded', 'servers'] : ['embedded'];
  const results: boolean[] = [];
  for (const name of names) results.push(await run(name));
  const figures = names.flatMap((name): Figures[] =>
    figuresOf({ summary: summaryOf(name), folders: halves[name].folders, root }),
  );
  const table = tableOf({ figures, floor });
  process.stdout.write(`\n${table}\n`);
  if (values.reports !== undefined) writeFileSync(join(values.reports, 'coverage.txt'), `${table}\n`);
  if (!hasServers)
    process.stderr.write(
      `\nSKIPPED: the coverage of ${halves.servers.folders.join(', ')}: there is no mongod; ${servers.mongod.howToGet}.\n`,
    );
  return results.every(Boolean) && figures.every(({ share }) => share !== null);
}

process.exitCode = (await main()) ? 0 : 1;
