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

/** The shares of one play: every list has answer rates of its own. */
export function drawExpectations(random: Random): Expectation[] {
  const shares = drawShares(
    usualExpectations.map(({ share }) => share * experience),
    random,
  );
  return usualExpectations.map((expectation, index) => ({ ...expectation, share: shares[index] ?? 0 }));
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
