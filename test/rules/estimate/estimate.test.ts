import { describe, expect, test } from 'vitest';
import { campaignDefinitionSchema, channels } from '../../../src/channels/registry.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import {
  estimateEnd,
  type Estimate,
  type EstimateGroup,
  type EstimateInput,
} from '../../../src/rules/estimate.ts';
import { createHolidays } from '../../../src/rules/windows/holidays.ts';
import { createWindows } from '../../../src/rules/windows/windows.ts';
import { windowRules } from '../window-oracle.ts';
import { drawScenario } from './scenarios.ts';
import { liveThrough } from './true-campaign.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const holidays = createHolidays();
const windows = createWindows({ rules: windowRules(), holidays });
const always = createWindows({
  rules: windowRules({ start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' }),
  holidays,
});
const voice = { channel: 'voice', from: '+12025550100', flow: [{ speak: 'x' }] } as const;
const rules = campaignDefinitionSchema.parse({ name: 'x', steps: [{ id: 'a', ...voice }] });
const now = Date.UTC(2027, 2, 1, 14);
const newYork = { zones: ['America/New_York'], regions: ['US-NY'] };
const group = (over: Partial<EstimateGroup> = {}): EstimateGroup => ({
  window: windows(newYork),
  newcomers: 0,
  due: [],
  inFlight: 0,
  ...over,
});
const limits = {
  concurrent: 10,
  perSecond: 2,
  perHour: null,
  perDay: null,
  perHourUsed: 0,
  perDayUsed: 0,
  quotaZone: 'America/New_York',
};
const input = (over: Partial<EstimateInput> = {}): EstimateInput => ({
  now,
  groups: [group({ newcomers: 300 })],
  rules: { ...rules, channels },
  limits,
  observed: { dispositions: {}, occupiedSeconds: 40 },
  blockedUntil: null,
  random: createSeededRandom({ seed: 1 }),
  ...over,
});
const estimate = (over: Partial<EstimateInput> = {}): Estimate => {
  const result = estimateEnd(input(over));
  if (!result) throw new Error('no end was found');
  return result;
};
const onlyAnswers = { dispositions: { answered: 100_000 }, occupiedSeconds: 40 };

describe('an estimate in the middle of a campaign with closing windows, an outage and a changed limit', () => {
  const seeds = Array.from({ length: 20 }, (_, index) => index + 1);
  const judge = (seed: number): { error: number; isInside: boolean } => {
    const begin = drawScenario(seed);
    const { start, definition } = begin();
    const end = liveThrough(begin()).run() ?? Number.NaN;
    const world = liveThrough(begin());
    world.run(start + (end - start) / 2);
    const { early, likely, late } = estimate({ ...world.snapshot(), rules: { ...definition, channels } });
    const remaining = (end - start) / 2;
    return { error: Math.abs(likely - end) / remaining, isInside: early <= end && end <= late };
  };

  test('is within 20 % of the remaining time, and its range includes the real end in at least 75 % of the cases', () => {
    const judged = seeds.map(judge);
    const close = judged.filter(({ error }) => error <= 0.2).length;
    const inside = judged.filter(({ isInside }) => isInside).length;
    expect({ close, inside, of: judged.length, judged }).toSatisfy(
      () => close >= 0.9 * judged.length && inside >= 0.75 * judged.length,
    );
  });
});

describe('an estimate', () => {
  test('is now if no contact is left', () => {
    expect(estimate({ groups: [group()] })).toEqual({ early: now, likely: now, late: now });
  });

  test('is null if a contact can never be contacted', () => {
    const never = windows({ zones: [], regions: [] });
    expect(
      estimateEnd(input({ groups: [group({ newcomers: 5 }), group({ window: never, newcomers: 1 })] })),
    ).toBe(null);
  });

  test('is null if the end is more than 400 days away', () => {
    expect(
      estimateEnd(input({ groups: [group({ newcomers: 5000 })], limits: { ...limits, perDay: 10 } })),
    ).toBe(null);
  });

  test('is the same for the same seed', () => {
    expect(estimate()).toEqual(estimate());
  });

  test('has its instants in order, and none before now', () => {
    const { early, likely, late } = estimate();
    expect([now, early, likely, late].sort((left, right) => left - right)).toEqual([
      now,
      early,
      likely,
      late,
    ]);
  });

  test('is the number of contacts divided by the rate, if all answer in an open window', () => {
    const groups = [group({ window: always(newYork), newcomers: 3600 })];
    // 10 slots of 40 seconds are one start every 4 seconds.
    const { likely } = estimate({ groups, observed: onlyAnswers });
    expect((likely - now) / hour).toBeCloseTo(4, 0);
    const wider = estimate({ groups, observed: onlyAnswers, limits: { ...limits, concurrent: 1000 } });
    expect((wider.likely - now) / hour).toBeCloseTo(0.5, 1);
  });

  test('waits for the window of each group', () => {
    const sydney = windows({ zones: ['Australia/Sydney'], regions: ['AU-NSW'] });
    const groups = [group({ newcomers: 10 }), group({ window: sydney, newcomers: 10 })];
    const { likely } = estimate({ groups, observed: onlyAnswers });
    const opens = sydney.nextOpening(now) ?? 0;
    expect(likely).toBeGreaterThan(opens);
    expect(likely).toBeLessThan(opens + 5 * minute);
  });

  test('considers used-up quotas', () => {
    const quota = { ...limits, perDay: 100, perDayUsed: 100 };
    const { likely } = estimate({ limits: quota, observed: onlyAnswers });
    // Nothing today, Monday; 100 each on Tuesday, Wednesday and Thursday from 9:00.
    expect(new Date(likely).toISOString()).toMatch(/^2027-03-04T14:0/u);
    const hourly = estimate({ limits: { ...limits, perHour: 50 }, observed: onlyAnswers });
    expect(new Date(hourly.likely).toISOString()).toMatch(/^2027-03-01T19:0/u);
  });

  test('uses the cap of each warm-up day, and counts only days with starts', () => {
    const groups = [group({ newcomers: 40 })];
    const likely = (warmUp: { caps: number[]; used: number }): string =>
      new Date(
        estimate({ groups, observed: onlyAnswers, limits: { ...limits, warmUp } }).likely,
      ).toISOString();
    expect(likely({ caps: [], used: 0 }).slice(0, 10)).toBe('2027-03-01');
    expect(likely({ caps: [10, 20], used: 0 }).slice(0, 10)).toBe('2027-03-03');
    expect(likely({ caps: [10, 20], used: 10 }).slice(0, 10)).toBe('2027-03-03');
    expect(likely({ caps: [30, 20], used: 25 }).slice(0, 10)).toBe('2027-03-03');
    expect(likely({ caps: [10], used: 0 }).slice(0, 10)).toBe('2027-03-02');
  });

  test('starts after `blockedUntil`', () => {
    const blockedUntil = now + 2 * hour;
    const free = estimate({ observed: onlyAnswers }).likely;
    expect(estimate({ observed: onlyAnswers, blockedUntil }).likely - free).toBeCloseTo(2 * hour, -6);
    const farOff = now + 33 * 24 * hour;
    expect(estimate({ observed: onlyAnswers, blockedUntil: farOff }).early).toBeGreaterThan(farOff);
  });

  test('never exceeds the attempts per contact and day', () => {
    const busy = { dispositions: { busy: 1_000_000 }, occupiedSeconds: 5 };
    const { likely } = estimate({ groups: [group({ newcomers: 20 })], observed: busy });
    // The third attempt is one of the next day.
    expect(likely).toBeGreaterThan(windows(newYork).nextOpening(now + day) ?? Infinity);
  });

  test('adds the delay of the next step', () => {
    const two = campaignDefinitionSchema.parse({
      name: 'x',
      steps: [
        { id: 'a', ...voice },
        { id: 'b', ...voice, after: '2d' },
      ],
    });
    const { likely } = estimate({ rules: { ...two, channels }, observed: onlyAnswers });
    expect((likely - now) / day).toBeCloseTo(2, 0);
    const waiting = [{ at: now + 5 * hour, contacts: 40, reason: 'step.waiting' as const }];
    const later = estimate({
      rules: { ...two, channels },
      observed: onlyAnswers,
      groups: [group({ due: waiting })],
    });
    expect(later.likely).toBeLessThan(now + 6 * hour);
  });

  test('counts only the delays of steps that contact no one', () => {
    const steps = (...list: object[]) =>
      estimate({
        rules: { ...campaignDefinitionSchema.parse({ name: 'x', steps: list }), channels },
        observed: onlyAnswers,
      }).likely;
    const note = { channel: 'log', text: 'x' };
    const alone = steps({ id: 'a', ...voice });
    expect((steps({ id: 'a', ...voice }, { id: 'b', ...note, after: '1d' }) - alone) / day).toBeCloseTo(1, 0);
    const between = steps(
      { id: 'a', ...voice },
      { id: 'b', ...note, after: '1d' },
      { id: 'c', ...voice, after: '1d' },
    );
    expect((between - now) / day).toBeCloseTo(2, 0);
    expect((steps({ id: 'b', ...note }, { id: 'c', ...voice, after: '2d' }) - now) / day).toBeCloseTo(2, 0);
    expect(steps({ id: 'b', ...note })).toBeLessThan(now + hour);
  });

  test('uses the attempts that waiting contacts have left, if they are known', () => {
    const none = { dispositions: { 'no-answer': 1_000_000 }, occupiedSeconds: 40 };
    const last = [{ at: now, contacts: 5, reason: 'retry.waiting' as const, step: 0, stepAttempts: 2 }];
    expect(estimate({ observed: none, groups: [group({ due: last })] }).likely).toBeLessThan(
      now + 10 * minute,
    );
    const first = last.map((people) => ({ ...people, stepAttempts: 0 }));
    expect(estimate({ observed: none, groups: [group({ due: first })] }).likely).toBeGreaterThan(now + hour);
  });

  test('counts contacts in flight', () => {
    const flying = [group({ inFlight: 10 })];
    const { likely } = estimate({ groups: flying, observed: onlyAnswers });
    expect(likely).toBeGreaterThan(now);
    expect(likely).toBeLessThanOrEqual(now + 2 * minute);
  });

  test('has a wider range after few attempts than after many', () => {
    const groups = [group({ window: always(newYork), newcomers: 20_000 })];
    const width = (dispositions: Record<string, number>): number =>
      [1, 2, 3, 4, 5, 6].reduce((sum, seed) => {
        const random = createSeededRandom({ seed });
        const { early, late } = estimate({ groups, observed: { dispositions, occupiedSeconds: 40 }, random });
        return sum + late - early;
      }, 0);
    const sure = width({ answered: 50_000, 'no-answer': 50_000 });
    expect(width({ answered: 5, 'no-answer': 5 })).toBeGreaterThan(1.2 * sure);
  });

  test('takes about the same time for a million contacts as for ten thousand', () => {
    const draws = (newcomers: number): number => {
      const seeded = createSeededRandom({ seed: 1 });
      let count = 0;
      const random = (): number => {
        count += 1;
        return seeded();
      };
      estimate({
        groups: [group({ newcomers })],
        random,
        limits: { ...limits, concurrent: 2000, perSecond: 50 },
      });
      return count;
    };
    expect(draws(1_000_000)).toBeLessThan(3 * draws(10_000));
  });
});
