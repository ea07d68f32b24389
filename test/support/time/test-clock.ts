import type { SystemClock } from '../../../src/platform/clock.ts';
import { createSettle } from './settle.ts';
import { createTestTime } from './test-time.ts';
import type { TestTime } from './test-time.ts';

/** A single clock that advances only when a test says so. */
export type TestClock = SystemClock &
  Pick<TestTime, 'pass' | 'until' | 'settle'> & {
    /** Lets time pass until this instant, in milliseconds since the epoch. */
    passTo: (instant: number) => Promise<void>;
  };

/** Creates a clock for a part that has only one. `isBusy` says whether requests are open that need no timer. */
export function createTestClock({
  startAt = 0,
  isBusy = () => false,
}: { startAt?: number; isBusy?: () => boolean } = {}): TestClock {
  const time = createTestTime({ startAt, settle: createSettle({ isBusy }) });
  const { clocks, pass, until, settle, now } = time;
  return { ...clocks.system, pass, until, settle, passTo: (instant) => pass(instant - now()) };
}
