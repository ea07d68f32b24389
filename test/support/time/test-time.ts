import { createVirtualTime } from '../../../src/platform/virtual-clock.ts';
import type { VirtualTime } from '../../../src/platform/virtual-clock.ts';
import { createSettle } from './settle.ts';

/** Monday, 1 March 2027, 10:00 in New York: the default window stays open for hours. */
export const monday = Date.UTC(2027, 2, 1, 15);

const hourMs = 3_600_000;

/** The product's virtual time, with the moves that tests make. Time advances only in `pass`, `until` and `during`. */
export type TestTime = VirtualTime & {
  /** Business time, in milliseconds since the epoch. */
  now: () => number;
  /** Waits for all work that does not wait for a clock. No time passes. */
  settle: () => Promise<void>;
  /** Lets this many milliseconds pass. */
  pass: (ms: number) => Promise<void>;
  /** Lets time pass until the condition holds. Fails if it does not hold within `limitMs`. */
  until: (holds: () => boolean | Promise<boolean>, limitMs?: number) => Promise<void>;
  /** Lets time pass until the work is done, and returns its result. */
  during: <Result>(work: Promise<Result>) => Promise<Result>;
};

export function createTestTime({
  startAt = 0,
  settle = createSettle(),
  limitMs: usualLimitMs = hourMs,
}: {
  /** Business and system time at the start. */
  startAt?: number;
  settle?: () => Promise<void>;
  /** The time after which `until` and `during` fail, unless a call names another. */
  limitMs?: number;
} = {}): TestTime {
  const time = createVirtualTime({ businessStart: startAt, settle });
  const { business } = time.clocks;

  const until: TestTime['until'] = async (holds, limitMs = usualLimitMs) => {
    let isDone = false;
    const ended = await time.run({
      done: () => isDone,
      limitMs,
      afterEach: async () => {
        isDone = await holds();
      },
    });
    if (ended !== 'done') throw new Error(`the condition did not hold within ${limitMs} ms (${ended})`);
  };

  return {
    ...time,
    now: business.now,
    settle,
    until,
    async pass(ms) {
      // Without a timer virtual time would stay where it is.
      business.at(business.now() + ms, () => undefined);
      await time.run({ limitMs: ms });
    },
    async during(work) {
      let isDone = false;
      const end = (): void => {
        isDone = true;
      };
      work.then(end, end);
      await until(() => isDone);
      return work;
    },
  };
}
