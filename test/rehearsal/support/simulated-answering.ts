import type { Disposition } from '../../../src/domain/attempt/disposition.ts';
import { usualExpectations } from '../../../src/rehearsal/expectations.ts';
import type { Answering } from '../../../src/rehearsal/expectations.ts';
import { createDraw } from '../../../src/simulator/draws.ts';
import { defaultWeights, drawOutcome, outcomeBySuffix } from '../../../src/simulator/calls/outcomes.ts';
import type { OutcomeName } from '../../../src/simulator/calls/outcomes.ts';

/** The disposition of a call with each outcome. 11 and 12 are answered, as in `ringmaster run`. */
const dispositionOf: Readonly<Record<OutcomeName, Disposition>> = {
  human: 'answered',
  busy: 'busy',
  'no-answer': 'no-answer',
  rejected: 'busy',
  machine: 'machine',
  'machine-hangup': 'machine',
  invalid: 'invalid',
  'carrier-error': 'failed',
  congestion: 'failed',
  'early-drop': 'answered',
  'stream-drop': 'answered',
  'out-of-credit': 'answered',
  concurrency: 'answered',
  'ring-forever': 'no-answer',
  'hangup-lost': 'answered',
};

/** Answers as the simulator does: the outcome of each call depends on its number, its ordinal and the seed. */
export function simulatedAnswering({ seed }: { seed: number }): Answering {
  const calls = new Map<string, number>();
  return (address) => {
    const ordinal = (calls.get(address) ?? 0) + 1;
    calls.set(address, ordinal);
    const outcome =
      outcomeBySuffix[address.slice(-2)] ??
      drawOutcome({
        weights: defaultWeights,
        ofNumber: createDraw({ seed, subject: address }),
        ofCall: createDraw({ seed, subject: `${address}#${ordinal}` }),
      });
    return usualExpectations.find(({ disposition }) => disposition === dispositionOf[outcome]);
  };
}
