import { describe, expect, test } from 'vitest';
import type { SystemClock } from '../../src/platform/clock.ts';
import { createStoreClock } from '../../src/platform/store-time/store-clock.ts';
import { createTestTime } from '../support/time/test-time.ts';

const minuteMs = 60_000;
const noon = Date.UTC(2027, 2, 1, 12);

/** A store whose clock is `offMs` later than the true time. An answer takes `delayMs` on its way back. */
function createStore() {
  const time = createTestTime({ startAt: noon });
  const store = { offMs: 0, delayMs: 0, source: 'a' };
  const read = async () => {
    const reading = { now: time.now() + store.offMs, source: store.source };
    const { business } = time.clocks;
    if (store.delayMs > 0)
      await new Promise<void>((resolve) => void business.at(time.now() + store.delayMs, resolve));
    return reading;
  };
  const open = (offMs: number) => {
    const { system } = time.clocks;
    const own: SystemClock = {
      now: () => system.now() + offMs,
      monotonic: system.monotonic,
      at: (instant, run) => system.at(instant - offMs, run),
    };
    const clock = createStoreClock({ system: own });
    return { clock, sample: () => time.during(clock.sample(read)) };
  };
  return { time, store, open };
}

describe('the clock of a store', () => {
  test('is the same at processes whose own clocks differ by minutes', async () => {
    const { time, open } = createStore();
    const early = open(-10 * minuteMs);
    const late = open(10 * minuteMs);
    await early.sample();
    await late.sample();
    await time.pass(5_000);
    expect([early.clock.now(), late.clock.now()]).toEqual([noon + 5_000, noon + 5_000]);
    time.skewSystem(30 * minuteMs);
    expect([early.clock.now(), late.clock.now()]).toEqual([noon + 5_000, noon + 5_000]);
  });

  test('is that of the process until the first sample', () => {
    const { clock } = createStore().open(minuteMs);
    expect([clock.now(), clock.isKnown()]).toEqual([noon + minuteMs, false]);
  });

  test('the shortest round trip of the last minute decides', async () => {
    const { time, store, open } = createStore();
    const { clock, sample } = open(0);
    await sample();
    store.delayMs = 400;
    await sample();
    expect([clock.now() - time.now(), clock.roundTripMs()]).toEqual([0, 0]);
    await time.pass(61_000);
    await sample();
    // The answer is taken to be half as old as its round trip: 200 ms too young.
    expect([clock.now() - time.now(), clock.roundTripMs()]).toEqual([-200, 400]);
  });

  test('stands still at a server that is behind, and never runs backwards', async () => {
    const { time, store, open } = createStore();
    const { clock, sample } = open(3_000);
    await sample();
    await time.pass(1_000);
    const before = clock.now();
    Object.assign(store, { source: 'b', offMs: -5_000 });
    await sample();
    const seen: number[] = [];
    for (let second = 0; second < 7; second += 1) {
      seen.push(clock.now() - before);
      await time.pass(1_000);
      await sample();
    }
    expect(seen).toEqual([0, 0, 0, 0, 0, 0, 1_000]);
  });

  test('a timer waits while the time stands still, and comes earlier when the time jumps', async () => {
    const { time, store, open } = createStore();
    const { clock, sample } = open(0);
    await sample();
    const fired: number[] = [];
    clock.at(noon + 1_000, () => fired.push(time.now() - noon));
    clock.at(noon + 60_000, () => fired.push(time.now() - noon));
    Object.assign(store, { source: 'b', offMs: -5_000 });
    await sample();
    await time.pass(7_000);
    expect(fired).toEqual([6_000]);
    Object.assign(store, { source: 'c', offMs: 30_000 });
    await sample();
    await time.pass(24_000);
    expect(fired).toEqual([6_000, 30_000]);
  });

  test('a cancelled timer does not fire', async () => {
    const { time, open } = createStore();
    const { clock, sample } = open(0);
    await sample();
    let isFired = false;
    clock.at(noon + 1_000, () => (isFired = true))();
    await time.pass(2_000);
    expect(isFired).toBe(false);
  });

  test('is not known without a good sample for ten seconds', async () => {
    const { time, store, open } = createStore();
    const { clock, sample } = open(0);
    await sample();
    await time.pass(7_000);
    store.delayMs = 2_500;
    await sample();
    expect(clock.isKnown()).toBe(true);
    await time.pass(1_000);
    expect(clock.isKnown()).toBe(false);
    store.delayMs = 100;
    await sample();
    expect(clock.isKnown()).toBe(true);
  });

  test('continues when the store does not answer', async () => {
    const { time, open } = createStore();
    const { clock, sample } = open(minuteMs);
    await sample();
    await expect(clock.sample(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await clock.sample(() => Promise.resolve(null));
    await time.pass(9_000);
    expect([clock.now(), clock.isKnown()]).toEqual([noon + 9_000, true]);
  });

  test('after a suspension of the machine it is not known, and samples from before it do not count', async () => {
    const { time, store, open } = createStore();
    const { clock, sample } = open(0);
    await sample();
    // Elapsed time stands still meanwhile, and an hour passes.
    time.skewSystem(60 * minuteMs);
    store.offMs = 60 * minuteMs;
    expect(clock.isKnown()).toBe(false);
    store.delayMs = 200;
    await sample();
    expect(clock.isKnown()).toBe(true);
    expect(Math.abs(clock.now() - time.now() - 60 * minuteMs)).toBeLessThanOrEqual(100);
  });
});
