import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Mutant } from './planted/mutant.ts';

/** What became of one planted mistake. */
export type Hunted = {
  mutant: Mutant;
  /** The promise that the simulation named, or the test that failed; null if nothing did. */
  caughtBy: string | null;
  /** Whether it named the promise: a crash, or a run without an end, does not say what is wrong. */
  isNamed: boolean;
  /** The seed that found it; null if a test did, or nothing. */
  seed: number | null;
  seconds: number;
};

const project = resolve(import.meta.dirname, '../..');
/** Inside the project, so that packages resolve; ignored by git. */
const scratch = join(project, '.scratch', 'mutants');

/** The text with the mistake in it; fails loudly if the line is not there exactly once. */
export async function sabotage({ file, find, replace, name }: Mutant): Promise<string> {
  const text = await readFile(join(project, file), 'utf8');
  const found = text.split(find).length - 1;
  if (found === 1) return text.replace(find, () => replace);
  throw new Error(`The mistake "${name}" fits ${found} times in ${file}, not once: ${find}`);
}

const incidental = /^crashed|no end in sight|goes on for ever|not over after/;

/** What the tests read besides the source. */
const copied = [
  'src',
  'test',
  'docs',
  'examples',
  'scripts',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

async function plant(mutant: Mutant, folder: string): Promise<void> {
  const text = await sabotage(mutant);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const name of copied) await cp(join(project, name), join(folder, name), { recursive: true });
  await writeFile(join(folder, mutant.file), text);
}

/** Which seeds are played under a mistake, and for how long. */
type Range = { from: number; seeds: number; minutes: number };
type Told = { told: string; isOutOfTime: boolean };

/** Runs Node in the folder, and ends it after `minutes`: a mistake can keep a seed or a test from ending. */
function run(folder: string, args: readonly string[], minutes: number): Promise<Told> {
  const child = spawn(process.execPath, ['--max-old-space-size=1500', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: minutes * 60_000,
    killSignal: 'SIGKILL',
  });
  const told: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => told.push(part));
  child.stderr.on('data', (part: Buffer) => told.push(part));
  return new Promise((settled, failed) => {
    child.on('error', failed);
    child.on('close', (_, signal) =>
      settled({ told: Buffer.concat(told).toString('utf8'), isOutOfTime: signal === 'SIGKILL' }),
    );
  });
}

type Catch = Pick<Hunted, 'caughtBy' | 'isNamed' | 'seed'>;
const missed: Catch = { caughtBy: null, isNamed: false, seed: null };

function outOfTime(minutes: number): Catch {
  return { caughtBy: `not over after ${minutes} minutes`, isNamed: false, seed: null };
}

async function simulate(folder: string, { from, seeds, minutes }: Range): Promise<Catch> {
  const args = ['test/simulation/main.ts', `--from=${from}`, `--seeds=${seeds}`, '--until-broken'];
  const { told, isOutOfTime } = await run(folder, args, minutes);
  const [, seed, caughtBy] = /^seed (\d+) broke: (.*)$/m.exec(told) ?? [];
  if (caughtBy !== undefined) return { caughtBy, isNamed: !incidental.test(caughtBy), seed: Number(seed) };
  if (isOutOfTime) return outOfTime(minutes);
  if (/^\d+ passed, 0 failed/m.test(told)) return missed;
  throw new Error(`The simulation in ${folder} did not run: ${told.slice(-1_000)}`);
}

/** The seed that found the mistake before, then all in the range. */
async function simulateKnown(folder: string, seed: number, range: Range): Promise<Catch> {
  const known = await simulate(folder, { ...range, from: seed, seeds: 1 });
  return known.isNamed ? known : simulate(folder, range);
}

const vitest = join(project, 'node_modules/vitest/vitest.mjs');
const summarySchema = z.object({
  numTotalTests: z.int(),
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) }),
  ),
});

async function runTest(folder: string, test: string, minutes: number): Promise<Catch> {
  const report = join(folder, 'report.json');
  const project = test.endsWith('.servers.test.ts') ? 'servers' : 'embedded';
  const args = [
    'run',
    `--project=${project}`,
    '--maxWorkers=1',
    '--bail=1',
    '--reporter=json',
    `--outputFile=${report}`,
  ];
  const { told, isOutOfTime } = await run(folder, [vitest, ...args, test], minutes);
  if (isOutOfTime) return outOfTime(minutes);
  const { numTotalTests, testResults } = summarySchema.parse(JSON.parse(await readFile(report, 'utf8')));
  if (numTotalTests === 0) throw new Error(`${test} did not run: ${told.slice(-1_000)}`);
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = results.find(({ status }) => status === 'failed');
  return failed ? { caughtBy: failed.fullName.trim(), isNamed: true, seed: null } : missed;
}

/** Plants one mistake in a copy of the project, and runs its test, or simulates until a seed breaks. */
export async function hunt({
  mutant,
  index,
  ...range
}: Range & { mutant: Mutant; index: number }): Promise<Hunted> {
  const folder = join(scratch, String(index));
  await plant(mutant, folder);
  const began = performance.now();
  const { test, seed } = mutant;
  const caught = await (test === undefined
    ? simulateKnown(folder, seed, range)
    : runTest(folder, test, range.minutes));
  await rm(folder, { recursive: true, force: true });
  return { mutant, ...caught, seconds: (performance.now() - began) / 1000 };
}

/** Hunts all mistakes, `atOnce` at a time, each for at most `minutes`; calls `onHunted` for each as it comes in. */
export async function huntAll({
  mutants,
  atOnce,
  onHunted,
  ...range
}: Range & {
  mutants: readonly Mutant[];
  atOnce: number;
  onHunted: (hunted: Hunted) => void;
}): Promise<Hunted[]> {
  for (const mutant of mutants) await sabotage(mutant);
  const left = mutants.map((mutant, index) => ({ mutant, index }));
  const done: Hunted[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const hunted = await hunt({ ...next, ...range });
      done.push(hunted);
      onHunted(hunted);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return done;
}
