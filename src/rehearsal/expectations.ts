import type { FlowNode } from '../channels/voice/step.ts';
import type { Disposition } from '../domain/attempt/disposition.ts';
import type { Random } from '../platform/random.ts';
import { drawSharesEvenly } from './even-draws.ts';

/** How contacts are expected to answer: shares of calls, and how long each kind lasts, in milliseconds. */
export type Expectation = { disposition: Disposition; share: number; lastsMs: readonly [number, number] };

/** What calls to numbers that answer at times usually come to; the simulator's contacts behave alike. */
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
 * How many calls of experience the usual shares are worth. Lists differ far more than chance alone would make them: with
 * 30, the share that answers lies between about 43 and 67 % in 8 of 10 plays. Our own choice.
 */
const experience = 30;

/**
 * Numbers that never answer, whenever they are called, and what they do instead. In a usual play about one in eight is
 * of that kind. The weights are our own choice; the simulator has such numbers too.
 */
const lostWeights = { lost: 1.5, others: 10.5 } as const;
const lostKinds: Partial<Record<Disposition, number>> = {
  'no-answer': 3,
  busy: 2,
  machine: 2,
  failed: 1,
  invalid: 0.5,
};

/** How the contacts of one play answer; `lost` is the share of numbers that never do, and how those end. */
export type Answers = {
  usual: readonly Expectation[];
  lost: { share: number; expectations: readonly Expectation[] };
  /** Whether it is likely, and not a play that shows how far a list can be from that. */
  isUsual: boolean;
};

/**
 * The numbers of each play, in this order and again. A list says nothing about how many of its numbers are dead, so
 * beside usual plays there is one without any, whose contacts answer readily, and one for each way in which a number
 * can be dead.
 */
const scenes: readonly ('usual' | 'best' | Disposition)[] = [
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

/** How many plays hold every scene. */
export const fullPlays = scenes.length;

/**
 * Up to this share of numbers that never answer the ranges of `fullPlays` hold as often as promised, even if all of them
 * are dead in the same way.
 */
export const deadShare = 0.25;
/** What such a play has: a little more, so that chance does not carry a run beyond it. */
const deadInScene = 0.28;
/** The share of calls that are answered in the play without dead numbers: about as high as `experience` lets expect. */
const answeredAtBest = 0.65;

/** The answers of each play: every list has answer rates of its own, spread evenly over the usual plays. */
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

/** What a call to an address comes to. */
export type Answering = (address: string) => Expectation | undefined;

/**
 * What a call to an address comes to. A number that never answers does the same each time; such numbers are spread
 * evenly over the list, so that even a short one has its share of them.
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

/** Shares of those who answer a question; the others press nothing. The simulator's contacts behave alike. */
const optOutShare = 0.03;
const answerShare = 0.85;

/** What somebody presses at the first question of a call; null for nothing, and where nothing is asked. */
export function drawKeys(
  flow: readonly FlowNode[],
  random: Random,
): { digits: string; outcome: string } | null {
  const asked = flow.find((node) => 'gather' in node);
  if (!asked) return null;
  const answers = Object.entries(asked.gather.on).map(([digits, outcome]) => ({ digits, outcome }));
  const drawn = random();
  const optOut = answers.find(({ outcome }) => outcome === 'opt-out');
  if (drawn < optOutShare) return optOut ?? null;
  if (drawn > optOutShare + answerShare) return null;
  const others = answers.filter((answer) => answer !== optOut);
  return others[Math.floor(random() * others.length)] ?? null;
}
