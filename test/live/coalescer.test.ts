import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCoalescer } from '../../src/live/coalescer.ts';
import { createTestTime } from '../support/time/test-time.ts';

function setUp({ workMs = 0 }: { workMs?: number } = {}) {
  const time = createTestTime();
  const { system } = time.clocks;
  const runs: { key: string; at: number }[] = [];
  let running = 0;
  let mostAtOnce = 0;
  const coalescer = createCoalescer({
    system,
    intervalMs: 250,
    async run(key) {
      runs.push({ key, at: system.now() });
      running += 1;
      mostAtOnce = Math.max(mostAtOnce, running);
      if (workMs > 0) await new Promise<void>((resolve) => void system.at(system.now() + workMs, resolve));
      running -= 1;
    },
  });
  return { time, system, coalescer, runs, mostAtOnce: () => mostAtOnce };
}

test('the first mark is processed at once, many later ones as one', async () => {
  const { time, coalescer, runs } = setUp();
  for (let mark = 0; mark < 100; mark += 1) coalescer.mark('a');
  await time.pass(1_000);
  expect(runs).toEqual([{ key: 'a', at: 0 }]);
});

test('a mark during the interval is processed at its end', async () => {
  const { time, system, coalescer, runs } = setUp();
  coalescer.mark('a');
  system.at(100, () => coalescer.mark('a'));
  await time.pass(1_000);
  expect(runs.map(({ at }) => at)).toEqual([0, 250]);
});

test('a mark during the work is not lost, and work never overlaps', async () => {
  const { time, system, coalescer, runs, mostAtOnce } = setUp({ workMs: 400 });
  coalescer.mark('a');
  system.at(300, () => coalescer.mark('a'));
  await time.pass(2_000);
  expect(runs.map(({ at }) => at)).toEqual([0, 400]);
  expect(mostAtOnce()).toBe(1);
});

test('a dropped key is not processed', async () => {
  const { time, coalescer, runs } = setUp();
  coalescer.mark('a');
  coalescer.drop('a');
  await time.pass(1_000);
  expect(runs).toEqual([]);
});

test('for any marks: at most four per second for each key, and the last mark always counts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ key: fc.constantFrom('a', 'b'), at: fc.nat(3_000) }), {
        minLength: 1,
        maxLength: 60,
      }),
      async (marks) => {
        const { time, system, coalescer, runs } = setUp();
        for (const { key, at } of marks) system.at(at, () => coalescer.mark(key));
        await time.pass(10_000);
        for (const key of new Set(marks.map((mark) => mark.key))) {
          const own = runs.filter((run) => run.key === key).map(({ at }) => at);
          const gaps = own.slice(1).map((at, index) => at - (own[index] ?? 0));
          expect(Math.min(...gaps, 250)).toBe(250);
          const last = Math.max(...marks.filter((mark) => mark.key === key).map(({ at }) => at));
          expect(own.at(-1)).toBeGreaterThanOrEqual(last);
        }
      },
    ),
    { numRuns: 50 },
  );
});
