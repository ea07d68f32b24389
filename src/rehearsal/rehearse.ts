import { createSeededRandom } from '../platform/random.ts';
import type { Random } from '../platform/random.ts';
import { createAnswering, drawAnswers, fullPlays } from './expectations.ts';
import type { Answering } from './expectations.ts';
import { playOnce } from './play.ts';
import type { Play, PlayInput } from './play.ts';
import { rangeOfDurations, rangesOf } from './prediction.ts';
import type { Range } from './prediction.ts';

/**
 * The prediction of a campaign. Nothing is sent. The figures are those of the middle usual play. Instants are
 * milliseconds since the epoch.
 */
export type Rehearsal = Omit<Play, 'endedAt'> & {
  /** The range of each figure. A figure has no range if there was only one play. */
  ranges: {
    people: Readonly<Record<string, Range>>;
    attempts: Readonly<Record<string, Range>>;
    days: Readonly<Record<string, Range>>;
    zones: Readonly<Record<string, Range>>;
  };
  /** The range of the end. `likely` is the middle of the usual plays. Null: beyond the horizon. */
  end: { early: number; likely: number; late: number } | null;
  runs: number;
};

export type RehearsalInput = PlayInput & { runs?: number; seed?: number };

/**
 * Runs the real engine with the list under virtual time, several times with different seeds and answer rates. At
 * least `fullPlays` plays cover lists in which up to `deadShare` of the numbers never answer. Fewer plays cover only
 * usual lists.
 */
export async function rehearse(input: RehearsalInput): Promise<Rehearsal> {
  const { runs = fullPlays, seed = 1 } = input;
  const answers = drawAnswers({ plays: runs, random: createSeededRandom({ seed }) });
  const plays: (Play & { isUsual: boolean })[] = [];
  for (const [run, answersOfPlay] of answers.entries()) {
    const answering = (random: Random): Answering => createAnswering({ answers: answersOfPlay, random });
    const play = await playOnce(input, { seed: seed + run * 1_000, answering });
    plays.push({ ...play, isUsual: answersOfPlay.isUsual });
  }
  const middle = middleOf(plays.filter(({ isUsual }) => isUsual));
  if (!middle) throw new RangeError('a rehearsal needs at least one run');
  const { endedAt: _, isUsual: __, ...shown } = middle;
  return { ...shown, ranges: rangesOfPlays(plays), end: endOf(plays, input.startAt), runs };
}

function rangesOfPlays(plays: readonly Play[]): Rehearsal['ranges'] {
  const areCovering = plays.length >= fullPlays;
  const most = Object.values(plays[0]?.people ?? {}).reduce((sum, count) => sum + count, 0);
  return {
    people: rangesOf(
      plays.map(({ people }) => people),
      { most, areCovering },
    ),
    attempts: rangesOf(
      plays.map(({ attempts, byDisposition }) => ({ started: attempts, ...byDisposition })),
      { areCovering },
    ),
    days: rangesOf(
      plays.map(({ grid: { days } }) => Object.fromEntries(days.map(({ day, attempts }) => [day, attempts]))),
      { areCovering },
    ),
    zones: rangesOf(
      plays.map(({ grid: { zones } }) =>
        Object.fromEntries(
          zones.map(({ timeZone, hours }) => [timeZone, hours.reduce((sum, count) => sum + count, 0)]),
        ),
      ),
      { areCovering },
    ),
  };
}

/** Returns the middle play, ordered by the number of reached contacts. */
function middleOf<P extends Play>(plays: readonly P[]): P | undefined {
  const reached = ({ people: { completed = 0, responded = 0 } }: Play): number => completed + responded;
  return [...plays].sort((left, right) => reached(left) - reached(right))[Math.floor(plays.length / 2)];
}

function endOf(plays: readonly (Play & { isUsual: boolean })[], startAt: number): Rehearsal['end'] {
  const ended = plays.flatMap(({ endedAt, isUsual }) => (endedAt === null ? [] : [{ at: endedAt, isUsual }]));
  const usual = ended.flatMap(({ at, isUsual }) => (isUsual ? [at] : [])).sort((left, right) => left - right);
  const likely = usual[Math.floor(usual.length / 2)];
  if (likely === undefined || ended.length < plays.length) return null;
  const duration = likely - startAt;
  const range = rangeOfDurations(ended.map(({ at }) => at - startAt)) ?? { low: duration, high: duration };
  return { early: startAt + range.low, likely, late: startAt + range.high };
}
