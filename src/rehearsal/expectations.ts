import type { FlowNode } from '../domain/campaign-definition.ts';
import type { Disposition } from '../domain/disposition.ts';
import type { Random } from '../platform/random.ts';
import { drawShares } from '../rules/estimate/draws.ts';

/** How contacts are expected to answer: shares of all calls, and how long each kind lasts, in milliseconds. */
export type Expectation = { disposition: Disposition; share: number; lastsMs: readonly [number, number] };

/** What outbound calls to households usually come to; the simulator's contacts behave alike. */
export const usualExpectations: readonly Expectation[] = [
  { disposition: 'answered', share: 0.55, lastsMs: [20_000, 75_000] },
  { disposition: 'no-answer', share: 0.26, lastsMs: [30_000, 45_000] },
  { disposition: 'busy', share: 0.1, lastsMs: [2_000, 6_000] },
  { disposition: 'machine', share: 0.06, lastsMs: [10_000, 25_000] },
  { disposition: 'failed', share: 0.02, lastsMs: [500, 3_000] },
  { disposition: 'invalid', share: 0.01, lastsMs: [500, 2_000] },
];

/**
 * How many calls of experience the usual shares are worth. Lists differ far more than chance alone would make them: with
 * 30, the share that answers lies between about 43 and 67 % in 8 of 10 plays. Our own choice.
 */
const experience = 30;

/**
 * Numbers that never answer, whenever they are called, and what they do instead: about one in eight, between 3 and 25 % in
 * 8 of 10 plays. The weights are our own choice; the simulator has such numbers too.
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
};

/** The answers of one play: every list has answer rates of its own. */
export function drawAnswers(random: Random): Answers {
  const [share = 0] = drawShares([lostWeights.lost, lostWeights.others], random);
  return {
    usual: withShares(
      usualExpectations.map((expectation) => expectation.share * experience),
      random,
    ),
    lost: {
      share,
      expectations: withShares(
        usualExpectations.map(({ disposition }) => lostKinds[disposition] ?? 0),
        random,
      ),
    },
  };
}

function withShares(weights: readonly number[], random: Random): Expectation[] {
  const shares = drawShares(weights, random);
  return usualExpectations.map((expectation, index) => ({ ...expectation, share: shares[index] ?? 0 }));
}

/** What a call to an address comes to. A number that never answers does the same each time. */
export function createAnswering({
  answers: { usual, lost },
  random,
}: {
  answers: Answers;
  random: Random;
}): (address: string) => Expectation | undefined {
  const kinds = new Map<string, Expectation | null>();
  return (address) => {
    let kind = kinds.get(address);
    if (kind === undefined) {
      kind = random() < lost.share ? (drawn(lost.expectations, random) ?? null) : null;
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
