import { cost } from './callbacks/callback-fields.ts';
import { type Call, talkSeconds } from './calls/calls.ts';
import type { SimulatorOptions } from './options.ts';

/** The credits of the accounts. `left` is null if they are unlimited. */
export type Credits = {
  left: () => number | null;
  /** Whether the credits allow another call. */
  suffice: () => boolean;
  charge: (call: Call) => void;
  reset: () => void;
};

export function createCredits({ options }: { options: SimulatorOptions }): Credits {
  let left = options.credits;
  return {
    left: () => left,
    suffice: () => left === null || left > 0,
    charge(call) {
      if (left !== null) left -= cost({ seconds: talkSeconds(call), options });
    },
    reset() {
      left = options.credits;
    },
  };
}
