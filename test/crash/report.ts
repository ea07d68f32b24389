import { crashAt, crashEverywhere } from './crash-points.ts';
import type { CrashPoint, Told } from './crash-points.ts';
import { crashesPerRun, crashSample } from './crash-samples.ts';

const command = 'npm run simulate -- --crash-points';
/** At every n-th point the next process is killed as well. */
const againEvery = 5;

export type Report = {
  say: (line: string) => void;
  /** A line that the next one replaces; without a terminal it is not written. */
  progress: (line: string) => void;
};

const wholeOption = ({ name, text, least }: { name: string; text: string; least: number }): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new RangeError(`--${name} is a whole number from ${least} on, not "${text}"`);
};

const replayOf = ({ at, again }: CrashPoint): string =>
  `${command} --at ${at}${again === null ? '' : ` --again ${again}`}`;

const titleOf = ({ at, name }: Told): string => (at === 0 ? 'no crash at all' : `crash ${at}, ${name}`);

function tellBroken({ say }: Report, told: Told): void {
  say(`${titleOf(told)} broke: ${told.broken}`);
  say(`  replay: ${replayOf(told)}`);
}

async function everywhere(report: Report, stride: number): Promise<boolean> {
  const began = performance.now();
  const { crossings, runs, crashes, broken } = await crashEverywhere({
    stride,
    againEvery,
    onCrash(told) {
      report.progress(`run ${told.run} of ${told.of}: ${told.name}`);
    },
  });
  for (const told of broken) tellBroken(report, told);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  report.say(
    `${runs - broken.length} passed, ${broken.length} failed: ${crashes} crashes at every ` +
      `${stride === 1 ? '' : `${stride}th `}crossing of ${crossings} in ${seconds} s`,
  );
  return broken.length === 0;
}

async function once(report: Report, point: CrashPoint): Promise<boolean> {
  const told = await crashAt(point);
  if (told.broken !== null) tellBroken(report, told);
  else report.say(`${titleOf(told)}: all promises held`);
  return told.broken === null;
}

/** Runs campaigns with up to eight crashes each, until the total is reached. */
async function sampled(
  report: Report,
  { people, sample, seed: first }: { people: number; sample: number; seed: number },
): Promise<boolean> {
  const began = performance.now();
  const sum = { failed: 0, runs: 0, crashes: 0, calls: 0, crossings: 0 };
  for (let left = sample; left > 0; left -= crashesPerRun) {
    const [seed, count] = [first + sum.runs, Math.min(left, crashesPerRun)];
    const { broken, crashes, calls, lives } = await crashSample({ seed, people, count });
    sum.runs += 1;
    sum.crashes += crashes;
    sum.calls += calls;
    sum.crossings += lives.reduce((total, { length }) => total + length, 0);
    report.progress(`${sum.crashes} of ${sample} crashes`);
    if (broken === null) continue;
    sum.failed += 1;
    report.say(`seed ${seed} broke: ${broken}`);
    report.say(`  replay: ${command} --people ${people} --sample ${count} --seed ${seed}`);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  report.say(
    `${sum.runs - sum.failed} passed, ${sum.failed} failed, seeds from ${first}: ${sum.crashes} crashes in ${sum.runs} ` +
      `campaigns of ${people} people, ${sum.calls} attempts, ${sum.crossings} crossings in ${seconds} s`,
  );
  return sum.failed === 0;
}

type Options = {
  report: Report;
  stride: string;
  at: string | undefined;
  again: string | undefined;
  people: string | undefined;
  sample: string;
  seed: string | undefined;
};

function run({ report, stride, at, again, people, sample, seed = '1' }: Options): Promise<boolean> {
  const whole = (name: string, text: string, least = 1): number => wholeOption({ name, text, least });
  if (at !== undefined) {
    return once(report, {
      at: whole('at', at, 0),
      again: again === undefined ? null : whole('again', again),
    });
  }
  if (people === undefined) return everywhere(report, whole('stride', stride));
  return sampled(report, {
    people: whole('people', people, 2),
    sample: whole('sample', sample),
    seed: whole('seed', seed),
  });
}

/** Runs `npm run simulate -- --crash-points`; false for a broken promise or an invalid option. */
export async function crashPoints(options: Options): Promise<boolean> {
  try {
    return await run(options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    options.report.say(error.message);
    return false;
  }
}
