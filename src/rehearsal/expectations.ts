import type { Disposition } from '../domain/attempt/disposition.ts';
import type { Random } from '../platform/random.ts';
import { drawSharesEvenly } from './even-draws.ts';

/** An expected result of a call: its share of the calls, and the range of its duration in milliseconds. */
export type Expectation = { disposition: Disposition; share: number; lastsMs: readonly [number, number] };

/** The usual results of calls to numbers that are in use. The simulator uses the same shares. */
export const usualExpectations: readonly Expectation[] = [
  { disposition: 'answered', share: 0.55, lastsMs: [20_000, 75_000] },
  { disposition: 'no-answer', share: 0.26, lastsMs: [30_000, 45_000] },
  { disposition: 'busy', share: 0.1, lastsMs: [2_000, 6_000] },
  { disposition: 'machine', share: 0.06, lastsMs: [10_000, 25_000] },
  { disposition: 'failed', share: 0.02, lastsMs: [500, 3_000] },
  { disposition: 'invalid', share: 0.01, lastsMs: [500, 2_000] },
];

const answeredShare = usualExpectations.find(({ disposition }) => disposition === 'answered')?.share ?? 0;

/**
 * The weight of the usual shares, in calls. A lower weight makes the plays differ more. With 30, the answered share is
 * between about 43 and 67 % in 8 of 10 plays, because real lists differ far more than chance alone explains. The value
 * is our own choice.
 */
const experience = 30;

/**
 * The weights of numbers that never answer (about one in eight in a usual play) and of all other numbers. The weights
 * are our own choice. The simulator has such numbers too.
 */
const lostWeights = { lost: 1.5, others: 10.5 } as const;
const lostKinds: Partial<Record<Disposition, number>> = {
  'no-answer': 3,
  busy: 2,
  machine: 2,
  failed: 1,
  invalid: 0.5,
};

/** The results of calls in one play. `lost` has the share of numbers that never answer, and their results. */
export type Answers = {
  usual: readonly Expectation[];
  lost: { share: number; expectations: readonly Expectation[] };
  /** Whether this is a usual play. The other plays cover unusual lists. */
  isUsual: boolean;
};

/**
 * The kinds of plays, repeated in this order. A list does not say how many of its numbers never answer. Besides the
 * usual plays there is therefore one without such numbers and with a high answered share (`best`), and one for each
 * disposition that such numbers can have.
 */
const scenes: readonly string[] = [
  'usual',
  'best',
  'no-answer',
  'invalid',
  'usual',
  'failed',
  'busy',
  'machine',
  'usual',
];

/** The number of plays that covers every scene once. */
export const fullPlays = scenes.length;

/**
 * The maximum share of numbers that never answer for which the ranges of `fullPlays` plays keep their coverage, even
 * if all these numbers have the same disposition.
 */
export const deadShare = 0.25;
/**
 * The share of such numbers in a play. It is a little more than `deadShare`, so that random variation does not take a
 * run beyond the range.
 */
const deadInScene = 0.28;
/** The answered share in the play `best`: about the maximum that `experience` makes likely. */
const answeredAtBest = 0.65;

/** Draws the answers of each play. The usual plays differ in their answer rates, as lists do. */
export function drawAnswers({ plays, random }: { plays: number; random: Random }): Answers[] {
  const chosen = Array.from({ length: plays }, (_, play) =>
    plays < fullPlays ? 'usual' : (scenes[play % fullPlays] ?? 'usual'),
  );
  const usual = drawUsualAnswers({ plays: chosen.filter((scene) => scene === 'usual').length, random });
  return chosen.map((scene) => {
    if (scene === 'usual') return usual.pop() ?? bestAnswers();
    return scene === 'best' ? bestAnswers() : deadAnswers(scene);
  });
}

function drawUsualAnswers({ plays, random }: { plays: number; random: Random }): Answers[] {
  const drawn = (weights: readonly number[]): number[][] =>
    drawSharesEvenly({ count: plays, weights, random });
  const usual = drawn(usualExpectations.map(({ share }) => share * experience));
  const lost = drawn([lostWeights.lost, lostWeights.others]);
  const kinds = drawn(usualExpectations.map(({ disposition }) => lostKinds[disposition] ?? 0));
  return usual.map((shares, play) => ({
    usual: withShares(shares),
    lost: { share: lost[play]?.[0] ?? 0, expectations: withShares(kinds[play]) },
    isUsual: true,
  }));
}

function bestAnswers(): Answers {
  const usual = usualExpectations.map((expectation) => {
    const { disposition, share } = expectation;
    const others = (1 - answeredAtBest) / (1 - answeredShare);
    return { ...expectation, share: disposition === 'answered' ? answeredAtBest : share * others };
  });
  return { usual, lost: { share: 0, expectations: [] }, isUsual: false };
}

function deadAnswers(dead: Disposition): Answers {
  const expectations = usualExpectations.filter(({ disposition }) => disposition === dead);
  return { usual: usualExpectations, lost: { share: deadInScene, expectations }, isUsual: false };
}

function withShares(shares: readonly number[] = []): Expectation[] {
  return usualExpectations.map((expectation, index) => ({ ...expectation, share: shares[index] ?? 0 }));
}

/** Returns the result of a call to an address. */
export type Answering = (address: string) => Expectation | undefined;

/**
 * Creates the function that draws the result of each call. A number that never answers has the same result each time.
 * Such numbers are distributed evenly over the list, so that a short list has its share of them too.
 */
export function createAnswering({
  answers: { usual, lost },
  random,
}: {
  answers: Answers;
  random: Random;
}): Answering {
  const kinds = new Map<string, Expectation | null>();
  let owed = random();
  const drawKind = (): Expectation | null => {
    owed += lost.share;
    if (owed < 1) return null;
    owed -= 1;
    return drawn(lost.expectations, random) ?? null;
  };
  return (address) => {
    let kind = kinds.get(address);
    if (kind === undefined) {
      kind = drawKind();
      kinds.set(address, kind);
    }
    return kind ?? drawn(usual, random);
  };
}

function drawn(expectations: readonly Expectation[], random: Random): Expectation | undefined {
  const total = expectations.reduce((sum, { share }) => sum + share, 0);
  let left = random() * total;
  return expectations.find(({ share }) => (left -= share) < 0) ?? expectations.at(-1);
}
