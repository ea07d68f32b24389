import { type Draw, drawWeighted } from '../draws.ts';
import type { HangupReason } from './hangup-causes.ts';

/** What the called contact or the network does. */
export type Outcome =
  | { kind: 'answered'; by: 'human' | 'machine' }
  | { kind: 'unanswered'; reason: HangupReason }
  | { kind: 'refused'; reason: HangupReason };

/** Every outcome by its name. `unanswered` calls ring before they end; `refused` calls do not ring. */
export const outcomes = {
  human: { kind: 'answered', by: 'human' },
  busy: { kind: 'unanswered', reason: 'busy' },
  'no-answer': { kind: 'unanswered', reason: 'no-answer' },
  rejected: { kind: 'unanswered', reason: 'busy' },
  machine: { kind: 'answered', by: 'machine' },
  'machine-hangup': { kind: 'answered', by: 'machine' },
  invalid: { kind: 'refused', reason: 'invalid' },
  'carrier-error': { kind: 'refused', reason: 'carrier-error' },
  congestion: { kind: 'refused', reason: 'congestion' },
  'early-drop': { kind: 'answered', by: 'human' },
  'stream-drop': { kind: 'answered', by: 'human' },
  'out-of-credit': { kind: 'refused', reason: 'out-of-credit' },
  concurrency: { kind: 'refused', reason: 'concurrency' },
  'ring-forever': { kind: 'unanswered', reason: 'ring-timeout' },
  'hangup-lost': { kind: 'answered', by: 'human' },
} as const satisfies Record<string, Outcome>;

export type OutcomeName = keyof typeof outcomes;

export const outcomeNames = Object.keys(outcomes) as OutcomeName[];

/** The outcome of a number by its last two digits. Outcomes of numbers that end in 15 to 99 are drawn by weight. */
export const outcomeBySuffix: Readonly<Record<string, OutcomeName>> = Object.fromEntries(
  outcomeNames.map((name, index) => [String(index).padStart(2, '0'), name]),
);

/** Weights of the drawn outcomes. `failed` is a carrier error or congestion, in equal parts. */
export type OutcomeWeights = Partial<Record<OutcomeName | 'failed', number>>;

export const defaultWeights = { human: 55, 'no-answer': 26, busy: 10, machine: 6, failed: 2, invalid: 1 };

/**
 * Draws an outcome. Whether a number is invalid depends only on `ofNumber`, so all calls to that number have this
 * outcome.
 */
export function drawOutcome({
  weights,
  ofNumber,
  ofCall,
}: {
  weights: OutcomeWeights;
  ofNumber: Draw;
  ofCall: Draw;
}) {
  const { invalid = 0, ...others } = weights;
  const all = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  if (ofNumber('invalid') * all < invalid) return 'invalid';
  const name = drawWeighted({ value: ofCall('outcome'), weights: others }) ?? 'human';
  if (name !== 'failed') return name;
  return ofCall('failure') < 0.5 ? 'carrier-error' : 'congestion';
}
