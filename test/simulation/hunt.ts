import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Mutant } from './mutants.ts';

/** What became of one planted mistake. */
export type Hunted = {
  mutant: Mutant;
  /** What the simulation said, or null if nothing broke within the seeds it was given. */
  caughtBy: string | null;
  /** Whether it named the promise; a crash, or a run without an end, happens to break but tells nobody what is wrong. */
  isNamed: boolean;
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

async function plant(mutant: Mutant, folder: string): Promise<void> {
  const text = await sabotage(mutant);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'test'), { recursive: true });
  await cp(join(project, 'src'), join(folder, 'src'), { recursive: true });
  await cp(join(project, 'test/simulation'), join(folder, 'test/simulation'), { recursive: true });
  await cp(join(project, 'test/support'), join(folder, 'test/support'), { recursive: true });
  await cp(join(project, 'package.json'), join(folder, 'package.json'));
  await writeFile(join(folder, mutant.file), text);
}

/** Which seeds are played under a mistake, and for how long. */
type Range = { from: number; seeds: number; minutes: number };
type Simulated = { told: string; isOutOfTime: boolean };

/** Plays the seeds in a process of its own, which is killed after so many minutes: a mistake can keep a seed from ending. */
function simulate(folder: string, { from, seeds, minutes }: Range): Promise<Simulated> {
  const child = spawn(
    process.execPath,
    [
      '--max-old-space-size=1500',
      'test/simulation/main.ts',
      `--from=${from}`,
      `--seeds=${seeds}`,
      '--until-broken',
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: minutes * 60_000, killSignal: 'SIGKILL' },
  );
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

/** Plants one mistake in a copy of the project and simulates until a seed breaks. */
export async function hunt({
  mutant,
  index,
  ...range
}: Range & {
  mutant: Mutant;
  index: number;
}): Promise<Hunted> {
  const { minutes } = range;
  const folder = join(scratch, String(index));
  await plant(mutant, folder);
  const began = performance.now();
  const { told, isOutOfTime } = await simulate(folder, range);
  const seconds = (performance.now() - began) / 1000;
  await rm(folder, { recursive: true, force: true });
  const [, seed, caughtBy] = /^seed (\d+) broke: (.*)$/m.exec(told) ?? [];
  if (caughtBy !== undefined)
    return { mutant, caughtBy, isNamed: !incidental.test(caughtBy), seed: Number(seed), seconds };
  if (isOutOfTime)
    return { mutant, caughtBy: `not over after ${minutes} minutes`, isNamed: false, seed: null, seconds };
  if (/^\d+ passed, 0 failed/m.test(told))
    return { mutant, caughtBy: null, isNamed: false, seed: null, seconds };
  throw new Error(`The simulation of "${mutant.name}" did not run: ${told.slice(-1_000)}`);
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
