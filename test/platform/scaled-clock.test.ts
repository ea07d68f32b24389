import { expect, test } from 'vitest';
import { createScaledClock } from '../../src/platform/scaled-clock.ts';
import { createTestTime } from '../support/time/test-time.ts';

const start = Date.UTC(2027, 2, 1);

function setUp() {
  const time = createTestTime({ startAt: start });
  const { system } = time.clocks;
  const stretch = { businessAt: start, systemAt: system.now(), speed: 60 };
  return { time, system, clock: createScaledClock({ system, stretch }) };
}

test('a change of the wall clock does not affect a scaled clock or its timers', async () => {
  const { time, clock } = setUp();
  const fired: number[] = [];
  clock.at(start + 60_000, () => fired.push(time.elapsed()));
  time.skewSystem(3_600_000);
  expect(clock.now()).toBe(start);
  clock.at(start + 120_000, () => fired.push(time.elapsed()));
  await time.pass(500);
  time.skewSystem(-3_600_000);
  expect(clock.now()).toBe(start + 30_000);
  await time.pass(2_000);
  expect(fired).toEqual([1_000, 2_000]);
});

test('a process with the same stretch reads the same time after a change of the wall clock', async () => {
  const { time, system, clock } = setUp();
  await time.pass(1_000);
  time.skewSystem(5_000);
  const other = createScaledClock({ system, stretch: clock.stretch() });
  expect(other.now()).toBe(clock.now());
});
