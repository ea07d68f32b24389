import { describe, expect, test } from 'vitest';
import { countStarts, sendingDayNumber, warmUpCap, warmUpCaps } from '../../../src/rules/limits/warm-up.ts';

const rateLimits = { warmupSchedule: [2, 5, 9] };
const play = (...starts: readonly [day: string, started: number][]) =>
  starts.reduce<ReturnType<typeof countStarts>>(
    (sending, [day, started]) => countStarts({ sending, day, started }),
    undefined,
  );

describe('a warm-up', () => {
  test('counts only days with starts', () => {
    const sending = play(['2027-03-01', 2], ['2027-03-01', 1], ['2027-03-05', 4]);
    expect(sending).toEqual({ day: '2027-03-05', number: 2, started: 4 });
    expect(sendingDayNumber({ sending, day: '2027-03-05' })).toBe(2);
    expect(sendingDayNumber({ sending, day: '2027-03-08' })).toBe(3);
  });

  test('does not count a day whose attempts were never placed', () => {
    const sending = play(['2027-03-01', 2], ['2027-03-02', 3], ['2027-03-02', -3]);
    expect(sendingDayNumber({ sending, day: '2027-03-03' })).toBe(2);
    expect(warmUpCap({ rateLimits, sending, day: '2027-03-03' })).toBe(5);
    expect(play(['2027-03-01', 0])).toBeUndefined();
  });

  test('counts an earlier day, after a clock was set back, as the last one', () => {
    const sending = play(['2027-03-02', 2], ['2027-03-01', 1]);
    expect(sending).toEqual({ day: '2027-03-02', number: 1, started: 3 });
    expect(sendingDayNumber({ sending, day: '2027-03-01' })).toBe(1);
  });

  test('ends after its last day, and does not apply if the quota is lower', () => {
    const third = play(['2027-03-01', 1], ['2027-03-02', 1], ['2027-03-03', 1]);
    expect(warmUpCaps({ rateLimits, sending: third, day: '2027-03-03' })).toEqual([9]);
    expect(warmUpCaps({ rateLimits, sending: third, day: '2027-03-04' })).toEqual([]);
    expect(
      warmUpCap({ rateLimits: { ...rateLimits, perDay: 4 }, sending: third, day: '2027-03-03' }),
    ).toBeNull();
    expect(warmUpCap({ rateLimits: { ...rateLimits, perDay: 10 }, sending: third, day: '2027-03-03' })).toBe(
      9,
    );
  });

  test('is off if it is disabled or has no schedule', () => {
    const day = '2027-03-01';
    expect(
      warmUpCap({ rateLimits: { ...rateLimits, warmupEnabled: false }, sending: undefined, day }),
    ).toBeNull();
    expect(warmUpCap({ rateLimits: { warmupEnabled: true }, sending: undefined, day })).toBeNull();
    expect(warmUpCap({ rateLimits: { ...rateLimits, warmupEnabled: true }, sending: undefined, day })).toBe(
      2,
    );
  });
});
