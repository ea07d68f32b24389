import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxPerSecond } from '../../src/simulator/index.ts';
import { callTo, createCarrier, monday } from './carrier.ts';
import { createTestClock } from '../support/time/test-clock.ts';

describe('pacing', () => {
  test('never exceeds the rate of the account in a rolling second, for any order of requests', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 1200 }), { minLength: 5, maxLength: 25 }),
        async (callsPerSecond, gaps) => {
          const { request, clock, simulator } = createCarrier({ options: { callsPerSecond } });
          for (const gap of gaps) {
            await clock.pass(gap);
            request('POST', 'Call/', callTo('+12025550101')).catch(() => undefined);
          }
          await clock.pass(120_000);
          const audit = simulator.audit();
          expect(audit).toMatchObject({ placements: gaps.length, ended: gaps.length });
          expect(audit.maxStartsPerSecond).toBeLessThanOrEqual(callsPerSecond);
          simulator.close();
        },
      ),
      { numRuns: 15 },
    );
  });

  test('starts queued calls in order when the rate allows it', async () => {
    const { request, clock, simulator } = createCarrier();
    const order = ['+12025550101', '+12025550106', '+12025550107', '+12025550108', '+12025550111'];
    for (const to of order) request('POST', 'Call/', callTo(to)).catch(() => undefined);
    await clock.pass(5000);
    const starts = simulator
      .calls()
      .map(({ to, placedAt, startedAt }) => [`+${to}`, (startedAt ?? 0) - placedAt]);
    expect(starts).toEqual(order.map((to, index) => [to, Math.floor(index / 2) * 1000]));
  });

  test('counts a rolling second, not a calendar one', () => {
    expect(maxPerSecond([0, 900, 1000, 1899])).toBe(3);
    expect(maxPerSecond([0, 1000, 2000])).toBe(1);
    expect(maxPerSecond([])).toBe(0);
  });
});

describe('a clock that advances between two readings', () => {
  test('does not bring starts closer together in the journal', async () => {
    const clock = createTestClock({ startAt: monday });
    let readings = 0;
    const restless = { ...clock, now: () => clock.now() + (readings += 1) * 0.37 };
    const { request, simulator } = createCarrier({ clock: restless });
    for (let count = 0; count < 40; count += 1) {
      request('POST', 'Call/', callTo('+12025550101')).catch(() => undefined);
    }
    await clock.pass(60_000);
    expect(simulator.audit()).toMatchObject({ placements: 40, ended: 40, maxStartsPerSecond: 2 });
  });
});

describe('Indian rules', () => {
  test('refuse a call over the maximum in the answer', async () => {
    const { place, simulator, clock, json } = createCarrier({ options: { india: { concurrency: 50 } } });
    for (let count = 0; count < 50; count += 1) {
      await place('+12025550113', { ring_timeout: 300 });
      await clock.pass(1000);
    }
    const refused = await json('POST', 'Call/', callTo('+12025550101'));
    expect(refused).toMatchObject({ status: 429, body: { error: expect.stringContaining('5030') } });
    expect(simulator.audit().maxConcurrent).toBe(50);
  });

  test('or end it at once with a callback, without ringing', async () => {
    const { request, clock, last, events } = createCarrier({
      options: { india: { concurrency: 25, refuse: 'hangup' } },
    });
    for (const to of ['+12025550113', '+12025550101'])
      request('POST', 'Call/', callTo(to)).catch(() => undefined);
    await clock.pass(4000);
    expect(last('Hangup')).toMatchObject({ HangupCauseCode: '5030', CallStatus: 'failed' });
    expect(events().filter((event) => event === 'Hangup')).toHaveLength(1);
  });
});

describe('credit', () => {
  test('ends later calls with 1010 when it is used up', async () => {
    const { call, last } = createCarrier({ options: { credits: 0.01, ratePerMinute: 0.0085 } });
    await call('+12025550100');
    await call('+12025550100');
    expect(last('Hangup')).toMatchObject({ HangupCauseCode: '4000' });
    await call('+12025550100');
    expect(last('Hangup')).toMatchObject({ HangupCauseCode: '1010', CallStatus: 'cancel' });
  });
});
