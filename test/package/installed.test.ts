import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findOlderNode } from '../cli/support/older-node.ts';

/** Needs the npm registry and minutes: `npm run test:package`, which `.ci/run` does. */
const isWanted = process.env['npm_lifecycle_event'] === 'test:package';
const project = resolve(import.meta.dirname, '../..');
const minutes = 60_000;
const runProgram = promisify(execFile);
const older = isWanted ? findOlderNode() : null;

type Ended = { code: number; said: string };

const folder = isWanted ? mkdtempSync(join(tmpdir(), 'ringmaster-package-')) : '';
const installed = join(folder, 'installed');
afterAll(() => {
  if (isWanted) rmSync(folder, { recursive: true, force: true });
});

/** What npm and the test runner set for their own children. The way to the registry (proxies, certificates) stays. */
const ofOurRunners = /^(?:npm_|RINGMASTER_|VITEST|INIT_CWD$|NODE_ENV$|NODE_OPTIONS$|TEST$)/i;

/** Runs a program with that Node first in the PATH, free of what npm sets for its scripts. */
async function runIn(
  { cwd, node = process.execPath }: { cwd: string; node?: string },
  command: string,
  args: readonly string[],
): Promise<Ended> {
  const { PATH = '' } = process.env;
  const inherited = Object.entries(process.env).filter(([name]) => !ofOurRunners.test(name));
  const folders = [dirname(node), ...PATH.split(delimiter).filter((one) => !one.includes('node_modules'))];
  const options = {
    cwd,
    env: { ...Object.fromEntries(inherited), PATH: folders.join(delimiter), CI: 'true' },
    encoding: 'utf8' as const,
  };
  return runProgram(command, args, options).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    (error: { code?: number; stdout?: string; stderr?: string }) => ({
      code: error.code ?? -1,
      said: `${error.stdout ?? ''}${error.stderr ?? ''}`,
    }),
  );
}

function demand(ended: Ended): Ended {
  if (ended.code !== 0) throw new Error(ended.said);
  return ended;
}

const ringmaster = (...args: string[]): Promise<Ended> =>
  runIn({ cwd: installed }, 'npx', ['ringmaster', ...args]);

describe.runIf(isWanted)('a production install of the packed program', () => {
  beforeAll(async () => {
    mkdirSync(installed, { recursive: true });
    demand(await runIn({ cwd: project }, 'npm', ['pack', '--pack-destination', folder]));
    const name = readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '';
    const install = ['install', '--omit=dev', '--no-audit', '--no-fund', join(folder, name)];
    const { said } = demand(await runIn({ cwd: installed }, 'npm', install));
    if (said.includes('EBADENGINE')) throw new Error(said);
  }, 5 * minutes);

  test('holds the program, its examples and its pages, and no sources or tests', () => {
    const files = readdirSync(join(installed, 'node_modules/ringmaster')).toSorted();
    expect(files).toEqual([
      '.env.example',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'docs',
      'examples',
      'package.json',
    ]);
  });

  test('finds everything in order', async () => {
    const { code, said } = await ringmaster('doctor');
    expect(code, said).toBe(0);
  });

  test(
    'runs a campaign to its end',
    async () => {
      const examples = 'node_modules/ringmaster/examples';
      const files = [`${examples}/campaign.yaml`, `${examples}/leads.csv`];
      const { code, said } = await ringmaster('run', ...files, '--speed', '2000', '--out', 'results.csv');
      expect(code, said).toBe(0);
      expect(readFileSync(join(installed, 'results.csv'), 'utf8').split('\n').length).toBeGreaterThan(290);
    },
    3 * minutes,
  );

  test(
    'shows the demo',
    async () => {
      const { code, said } = await ringmaster('demo', '--speed', '300');
      expect(code, said).toBe(0);
      expect(said).toContain('double 0, lost 0');
    },
    3 * minutes,
  );

  test.each([
    ['serve', /at (http:\S+)/, '/v1/campaigns'],
    ['simulator', /at (http:\S+?),/, '/control/stats'],
  ])('runs %s until it is asked to end', async (verb, address, path) => {
    const entry = join(installed, 'node_modules/ringmaster/bin/ringmaster.js');
    const args = [entry, verb, ...(verb === 'simulator' ? ['--port', '0'] : [])];
    const env = { PATH: process.env['PATH'], PORT: '0', DATA_DIR: join(folder, verb) };
    const child = spawn(process.execPath, args, { cwd: installed, env });
    let said = '';
    const url = new Promise<string>((found, failed) => {
      const look = (text: Buffer): void => {
        said += text.toString('utf8');
        const match = address.exec(said);
        if (match?.[1] !== undefined) found(match[1]);
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.once('exit', () => failed(new Error(said)));
    });
    expect((await fetch(new URL(path, await url))).status).toBe(200);
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

describe.runIf(isWanted && older !== null)('on an older Node', () => {
  const run = (command: string, args: readonly string[]): Promise<Ended> =>
    runIn({ cwd: installed, node: older ?? '' }, command, args);

  test(
    'an installed package says what to do, and does its work once that is done',
    async () => {
      const refused = await run('npx', ['ringmaster', 'doctor']);
      expect(refused).toMatchObject({ code: 2 });
      expect(refused.said).toContain('npm install node@24');
      const ended = await run('npm', ['install', '--no-audit', '--no-fund', 'node@24']);
      expect(ended.code, ended.said).toBe(0);
      expect(await run('npx', ['ringmaster', 'doctor'])).toMatchObject({ code: 0 });
    },
    5 * minutes,
  );
});

describe.runIf(isWanted)('a checkout', () => {
  test(
    'installs without development dependencies, and runs from its sources',
    async () => {
      const clone = join(folder, 'clone');
      await runProgram('git', ['clone', '--quiet', project, clone]);
      const ended = await runIn({ cwd: clone }, 'npm', ['ci', '--omit=dev', '--no-audit', '--no-fund']);
      expect(ended.code, ended.said).toBe(0);
      const told = await runIn({ cwd: clone }, process.execPath, ['bin/ringmaster.js', '--version']);
      expect(told).toMatchObject({ code: 0, said: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    },
    5 * minutes,
  );

  test.runIf(older !== null)(
    'installs without a warning on an older Node, and runs',
    async () => {
      const clone = join(folder, 'older-clone');
      await runProgram('git', ['clone', '--quiet', project, clone]);
      const input = { cwd: clone, node: older ?? '' };
      const ended = await runIn(input, 'npm', ['ci', '--no-audit', '--no-fund']);
      expect(ended.code, ended.said).toBe(0);
      expect(ended.said).not.toContain('npm warn');
      expect(await runIn(input, 'node', ['bin/ringmaster.js', 'doctor'])).toMatchObject({ code: 0 });
    },
    5 * minutes,
  );
});
