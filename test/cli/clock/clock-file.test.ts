import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepClockFile, readClockFile } from '../../../src/cli/clock/clock-file.ts';
import { createScaledClock } from '../../../src/platform/scaled-clock.ts';
import { createTestTime } from '../../support/time/test-time.ts';
import { temporaryFolder } from '../support/process.ts';

const start = Date.UTC(2027, 2, 1);

function setUp({ path = join(temporaryFolder(), 'clock.json') } = {}) {
  const time = createTestTime({ startAt: start });
  const { system } = time.clocks;
  const clock = createScaledClock({
    system,
    stretch: { businessAt: start, systemAt: system.now(), speed: 60 },
  });
  return { path, time, clock, kept: keepClockFile({ path, clock, system }) };
}

describe('the clock file of a data folder', () => {
  test('is never behind the clock, so that a clock that continues from it after a kill never runs backwards', async () => {
    const { path, time, clock, kept } = setUp();
    await time.run({
      limitMs: 10_000,
      afterEach: () => {
        expect(readClockFile({ path })).toBeGreaterThanOrEqual(clock.now());
        if (time.elapsed() === 5_000) kept.jumpTo(clock.now() + 86_400_000);
      },
    });
    expect(clock.now()).toBeGreaterThan(start + 86_400_000);
    expect(readClockFile({ path }) ?? 0).toBeLessThan(clock.now() + 60 * 4_000);
  });

  test('has the time of the clock once it is stopped', async () => {
    const { path, time, clock, kept } = setUp();
    await time.pass(2_500);
    kept.stop();
    expect(readClockFile({ path })).toBe(clock.now());
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  test('that cannot be written is reported as a folder that cannot be used', () => {
    const path = join(temporaryFolder(), 'clock.json');
    mkdirSync(`${path}.part`);
    expect(() => setUp({ path })).toThrow(expect.objectContaining({ code: 'store.unreadable' }));
  });

  test('counts as missing when it is not readable', () => {
    const path = join(temporaryFolder(), 'clock.json');
    expect(readClockFile({ path })).toBeNull();
    writeFileSync(path, '{"businessAt":');
    expect(readClockFile({ path })).toBeNull();
  });
});
