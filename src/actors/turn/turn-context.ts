import type { BreakerChange } from '../../domain/breaker.ts';
import type { Clocks } from '../../platform/clock.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { SendLog } from '../../persistence/send-log/contract.ts';
import { createQuietSteps } from '../dispatch/candidates.ts';
import type { Kit } from '../kit.ts';
import type { Observer } from '../watching/observer.ts';
import type { Performer } from '../sending/performer.ts';
import { createReserve } from '../sending/reserve.ts';
import { createThrottling } from '../sending/throttling.ts';
import type { WindowsFor } from './campaign-memory.ts';
import type { Checks } from './checks/checks.ts';
import type { Dispatching } from './dispatching.ts';
import { createSlots } from './slots.ts';
import type { TurnSize } from './turn-size.ts';

export type TurnRunnerInput = {
  /** Whether this process starts attempts and checks open ones: it is the owner and is not stopping. */
  mayMint: () => boolean;
  /**
   * The business time at which this process took the campaign over from another owner; null if it had no owner before.
   */
  takenAt: number | null;
  /** Whether another instance may own the campaign. */
  isForeign: boolean;
  store: Store;
  clocks: Clocks;
  kit: Kit;
  windowsFor: WindowsFor;
  dispatching: Dispatching;
  sendLog: Pick<SendLog, 'noteMinted' | 'forget'>;
  performer: Performer;
  observer: Pick<Observer, 'cause' | 'turn' | 'commit'>;
  checks: Checks;
  size: Pick<TurnSize, 'of'>;
  /** Called after a commit that has changed circuit breakers. */
  onBreakers: (changed: { campaign: string; changes: readonly BreakerChange[] }) => void;
};

/** The parts that the turns of one campaign share. */
export type TurnContext = ReturnType<typeof createTurnContext>;

export function createTurnContext(input: TurnRunnerInput) {
  const taken = { at: input.takenAt };
  return {
    ...input,
    slots: createSlots(input),
    reserve: createReserve(input),
    throttling: createThrottling(),
    quietSteps: createQuietSteps(input.kit.channels),
    /** Returns `takenAt`, but not a time later than `at`: the clock may have been set back since. */
    takenBefore(at: number): number | null {
      if (taken.at !== null) taken.at = Math.min(taken.at, at);
      return taken.at;
    },
  };
}
