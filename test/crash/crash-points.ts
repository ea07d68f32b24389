import { crashRun } from './crash-run.ts';
import type { Crashes } from './crash-run.ts';
import { smallScenario } from './scenarios.ts';

const downMs = 1_000;
/** The number of crossings after a restart that count as recovery: the second crash is one of them. */
const recovery = 60;

/** The number of crossings before the end that count as the end of a campaign. */
const lastOnes = 12;

/**
 * A crash at that crossing of the first process of the small campaign, counted from 1, or 0 for none; and a crash of
 * the next process, or null.
 */
export type CrashPoint = { at: number; again: number | null };

export type Told = CrashPoint & { name: string; broken: string | null; crashes: number; crossings: number };

export type Summary = { crossings: number; runs: number; crashes: number; broken: Told[] };

/** Runs the small campaign. Its first process dies at that crossing, and the next one at `again` if it is set. */
export async function crashAt({ at, again }: CrashPoint): Promise<Told> {
  const crashes: Crashes = [at, ...(again === null ? [] : [again])].map((crossing) => ({ crossing, downMs }));
  const run = await crashRun({ scenario: smallScenario, crashes });
  const name = [run.lives[0]?.[at - 1], again !== null && run.lives[1]?.[again - 1]]
    .filter(Boolean)
    .join(', then ');
  return { at, again, name, broken: run.broken, crashes: run.crashes, crossings: run.lives[0]?.length ?? 0 };
}

/**
 * Every `stride`-th crossing, and all of the last ones, because no later turn corrects a loss there. Every
 * `againEvery`-th of these is repeated with a second crash during recovery.
 */
function pointsOf({
  crossings,
  stride,
  againEvery,
}: {
  crossings: number;
  stride: number;
  againEvery: number;
}): CrashPoint[] {
  const points: CrashPoint[] = [];
  let steps = 0;
  const isMeant = (at: number): boolean => at % stride === 0 || at > crossings - lastOnes;
  const meant = Array.from({ length: crossings }, (_, index) => index + 1).filter(isMeant);
  for (const [index, at] of meant.entries()) {
    points.push({ at, again: null });
    if (index % againEvery !== 0) continue;
    // A stride without a common factor visits all of them.
    points.push({ at, again: 1 + (steps % recovery) });
    steps += 7;
  }
  return points;
}

/**
 * Crashes at every `stride`-th crossing between the service of the small campaign and its store, bus, carrier and
 * webhooks, as a run without crashes has them. Some runs crash twice.
 */
export async function crashEverywhere({
  stride,
  againEvery,
  onCrash = () => undefined,
}: {
  stride: number;
  againEvery: number;
  onCrash?: (input: Told & { run: number; of: number }) => void;
}): Promise<Summary> {
  const undisturbed = await crashAt({ at: 0, again: null });
  const { crossings } = undisturbed;
  const points = pointsOf({ crossings, stride, againEvery });
  const summary: Summary = { crossings, runs: points.length, crashes: 0, broken: [] };
  if (undisturbed.broken !== null) return { ...summary, runs: 1, broken: [undisturbed] };
  for (const [index, point] of points.entries()) {
    const told = await crashAt(point);
    summary.crashes += told.crashes;
    if (told.broken !== null) summary.broken.push(told);
    onCrash({ ...told, run: index + 1, of: points.length });
  }
  return summary;
}
