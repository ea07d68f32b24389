import { createSeededRandom } from '../platform/random.ts';
import type { Random } from '../platform/random.ts';
import { createAnswering, drawAnswers, fullPlays } from './expectations.ts';
import type { Answering } from './expectations.ts';
import { playOnce } from './play.ts';
import type { Play, PlayInput } from './play.ts';
import { rangeOfDurations, rangesOf } from './prediction.ts';
import type { FigureRanges } from './prediction.ts';
import { inProportion, sampleSize } from './sample/in-proportion.ts';
import { readList } from './sample/read-list.ts';
import type { ListPiece, Skip } from './sample/read-list.ts';
import { mostUnseen } from './sample/few-seen.ts';
import { scaleUp } from './sample/scale-up.ts';

/**
 * The prediction of a campaign. Nothing is sent. The figures are those of the middle usual play. Instants are
 * milliseconds since the epoch.
 */
export type Rehearsal = Omit<Play, 'endedAt'> & {
  /** The rows that would not be enrolled: their number by reason, with the first row of each, the most frequent first. */
  skipped: readonly Skip[];
  /** The rows that opt out. */
  optedOut: number;
  /** The range of each figure. A figure has no range if there was only one play. */
  ranges: FigureRanges;
  /** The range of the end. `likely` is the middle of the usual plays. Null: beyond the horizon. */
  end: { early: number; likely: number; late: number } | null;
  runs: number;
  /**
   * The number of contacts that were played, if that was a sample of the list; its figures are scaled to the list.
   * `unseen`: how many contacts of the list may have an end that no contact of the sample has.
   */
  sample: { contacts: number; of: number; unseen: number } | null;
};

/** How far a rehearsal is: the rows read so far, and the played share of all plays, between 0 and 1. */
export type RehearsalProgress = { rows: number; played: number };

export type RehearsalInput = Pick<
  PlayInput,
  'definition' | 'startAt' | 'shared' | 'calling' | 'senders' | 'log' | 'signal'
> & {
  /** Returns the list. It is read once. */
  list: () => AsyncIterable<ListPiece>;
  runs?: number;
  seed?: number;
  /** The maximum number of contacts to play. A sample of a longer list is played. Default: `mostPlayed`. */
  most?: number;
  onProgress?: (progress: RehearsalProgress) => void;
};

/**
 * The number of contacts up to which every contact is played. The sampling error of a larger list is small beside the
 * ranges: the share of answered calls of 1,000 contacts has a standard error of 1.6 percentage points, and that of
 * the lists in `expectations.ts` is 9.
 */
const mostPlayed = 1_000;

/**
 * Runs the real engine with the list under virtual time, several times with different seeds and answer rates. At
 * least `fullPlays` plays cover lists in which up to `deadShare` of the numbers never answer. Fewer plays cover only
 * usual lists. Of a list with more than `most` contacts a sample is played, with limits in proportion.
 */
export async function rehearse(input: RehearsalInput): Promise<Rehearsal> {
  const { runs = fullPlays, seed = 1, most = mostPlayed, startAt, signal, onProgress } = input;
  const { rateLimits: rates } = input.definition;
  const list = await readList({
    list: input.list(),
    mostFor: (contacts) => sampleSize({ contacts, most, rates }),
    onRows(rows) {
      signal?.throwIfAborted();
      onProgress?.({ rows, played: 0 });
    },
  });
  const count = list.rows.length;
  const scale = count === 0 ? 1 : list.contacts / count;
  const answers = drawAnswers({ plays: runs, random: createSeededRandom({ seed }) });
  const proportion = inProportion({
    definition: input.definition,
    shared: input.shared,
    senders: input.senders,
    scale,
  });
  const plays: (Play & { isUsual: boolean })[] = [];
  for (const [run, answersOfPlay] of answers.entries()) {
    const answering = (random: Random): Answering => createAnswering({ answers: answersOfPlay, random });
    const showEnded = (ended: number): void =>
      onProgress?.({ rows: list.contacts, played: (run + ended / count) / runs });
    const play = await playOnce(
      {
        ...proportion,
        calling: input.calling,
        list,
        startAt,
        log: input.log,
        signal,
        onEnded: showEnded,
      },
      { seed: seed + run * 1_000, answering },
    );
    plays.push({ ...play, isUsual: answersOfPlay.isUsual });
  }
  const middle = middleOf(plays.filter(({ isUsual }) => isUsual));
  if (!middle) throw new RangeError('a rehearsal needs at least one run');
  const { endedAt: _, isUsual: __, ...shown } = middle;
  const { skipped, optedOut } = list;
  const isWhole = scale === 1;
  const figures = scaleUp({ ...shown, ranges: rangesOfPlays(plays, !isWhole) }, scale);
  return {
    ...figures,
    skipped,
    optedOut,
    addressesSuppressed: isWhole ? shown.addressesSuppressed : list.addressesSuppressed,
    end: endOf(plays, startAt),
    runs,
    sample: isWhole ? null : { contacts: count, of: list.contacts, unseen: mostUnseen(scale) },
  };
}

function rangesOfPlays(plays: readonly Play[], isSample: boolean): Rehearsal['ranges'] {
  const areCovering = plays.length >= fullPlays;
  const most = Object.values(plays[0]?.contacts ?? {}).reduce((sum, count) => sum + count, 0);
  return {
    contacts: rangesOf(
      plays.map(({ contacts }) => contacts),
      { most, areCovering, isSample },
    ),
    attempts: rangesOf(
      plays.map(({ attempts, byDisposition }) => ({ started: attempts, ...byDisposition })),
      { areCovering, isSample },
    ),
    days: rangesOf(
      plays.map(({ grid: { days } }) => Object.fromEntries(days.map(({ day, attempts }) => [day, attempts]))),
      { areCovering, isSample },
    ),
    zones: rangesOf(
      plays.map(({ grid: { zones } }) =>
        Object.fromEntries(
          zones.map(({ timeZone, hours }) => [timeZone, hours.reduce((sum, count) => sum + count, 0)]),
        ),
      ),
      { areCovering, isSample },
    ),
  };
}

/** Returns the middle play, ordered by the number of reached contacts. */
function middleOf<P extends Play>(plays: readonly P[]): P | undefined {
  const reached = ({ contacts: { completed = 0, responded = 0 } }: Play): number => completed + responded;
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
