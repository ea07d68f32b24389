import { describe, expect, test } from 'vitest';
import { countStarts, sendingDayNumber, warmUpCap, warmUpCaps } from '../../src/rules/warm-up.ts';

const rateLimits = { warmupSchedule: [2, 5, 9] };
const play = (...starts: readonly [day: string, started: number][]) =>
  starts.reduce<ReturnType<typeof countStarts>>(
    (sending, [day, started]) => countStarts({ sending, day, started }),
    undefined,
  );

describe('a warm-up', () => {
  test('counts days on which something started, not days', () => {
    const sending = play(['2027-03-01', 2], ['2027-03-01', 1], ['2027-03-05', 4]);
    expect(sending).toEqual({ day: '2027-03-05', number: 2, started: 4 });
    expect(sendingDayNumber({ sending, day: '2027-03-05' })).toBe(2);
    expect(sendingDayNumber({ sending, day: '2027-03-08' })).toBe(3);
  });

  test('counts no day whose attempts were never placed', () => {
    const sending = play(['2027-03-01', 2], ['2027-03-02', 3], ['2027-03-02', -3]);
    expect(sendingDayNumber({ sending, day: '2027-03-03' })).toBe(2);
    expect(warmUpCap({ rateLimits, sending, day: '2027-03-03' })).toBe(5);
    expect(play(['2027-03-01', 0])).toBeUndefined();
  });

  test('counts an earlier day, of a clock that was set back, into the last one', () => {
    const sending = play(['2027-03-02', 2], ['2027-03-01', 1]);
    expect(sending).toEqual({ day: '2027-03-02', number: 1, started: 3 });
    expect(sendingDayNumber({ sending, day: '2027-03-01' })).toBe(1);
  });

  test('ends after its last day, and gives way to a lower quota', () => {
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

  test('is off when it is switched off, or has no schedule', () => {
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
