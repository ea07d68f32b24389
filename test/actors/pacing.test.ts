import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withMargin } from '../../src/actors/sending/pacing/pace.ts';
import { createPacer } from '../../src/actors/sending/pacing/pacer.ts';
import { addStart, earliestStart } from '../../src/actors/sending/pacing/starts.ts';
import type { Starts } from '../../src/actors/sending/pacing/starts.ts';
import type { PaceFrom } from '../../src/actors/sending/pacing/pacer.ts';
import { sleep } from '../../src/platform/clock.ts';
import { createTestTime } from '../support/time/test-time.ts';
import { maxPerSecond } from '../../src/simulator/journal/audit.ts';

/** How long a request takes to the provider, and its answer back, in business time. */
type Way = { out: number; back: number };

async function play({ from, perSecond, ways }: { from: PaceFrom; perSecond: number; ways: readonly Way[] }) {
  const time = createTestTime();
  const { business } = time.clocks;
  const pacer = createPacer({ business, marginMs: () => 5, from });
  const paces = [{ scope: 'global', perSecond }];
  const sent: number[] = [];
  const accepted: number[] = [];
  let refused = 0;
  const place = async (attempt: string, { out, back }: Way): Promise<void> => {
    await pacer.turn({ paces, notBefore: 0 });
    if (!pacer.start({ attempt, paces })) {
      refused += 1;
      return;
    }
    sent.push(business.now());
    await sleep({ clock: business, ms: out });
    accepted.push(business.now());
    await sleep({ clock: business, ms: back });
    pacer.answered(attempt);
  };
  const all = Promise.all(ways.map((way, index) => place(`att_${index}`, way)));
  let isDone = false;
  void all.then(() => (isDone = true));
  await time.run({ done: () => isDone });
  return { sent, accepted, refused, tookMs: time.elapsed() };
}

const wayOf = (most: number) => fc.record({ out: fc.nat({ max: most }), back: fc.nat({ max: most }) });

describe('the pacer', () => {
  test('keeps the rate of 50 a second at the socket, and no less', async () => {
    const ways = Array.from({ length: 500 }, (_, index) => ({ out: (index * 37) % 200, back: 100 }));
    const { sent, tookMs } = await play({ from: 'sent', perSecond: 50, ways });
    expect(maxPerSecond(sent)).toBe(50);
    expect(tookMs).toBeLessThan(10_000);
  });

  test('keeps the rate, and starts within a second, when the clock was set forward and back', async () => {
    const time = createTestTime();
    let offMs = 0;
    const business = {
      now: () => time.clocks.business.now() + offMs,
      at: (instant: number, run: () => void) => time.clocks.business.at(instant - offMs, run),
    };
    const pacer = createPacer({ business, marginMs: () => 5, from: 'sent' });
    const paces = [{ scope: 'global', perSecond: 1 }];
    const sent: number[] = [];
    const startOne = async (attempt: string): Promise<void> => {
      let isDone = false;
      void pacer.turn({ paces, notBefore: business.now() }).then(() => (isDone = true));
      await time.run({ done: () => isDone, limitMs: 60_000 });
      expect(pacer.start({ attempt, paces })).toBe(true);
      sent.push(time.elapsed());
    };
    await startOne('att_1');
    offMs = 3_600_000;
    await startOne('att_2');
    offMs = 0;
    await startOne('att_3');
    await startOne('att_4');
    const [, second = 0, third = 0, fourth = 0] = sent;
    for (const gap of [third - second, fourth - third]) {
      expect(gap).toBeGreaterThanOrEqual(1_000);
      expect(gap).toBeLessThan(1_100);
    }
  });

  test('tells from when evenly spaced starts of another instance keep the rate', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 700 }), { minLength: 1, maxLength: 30 }),
        fc.constantFrom(1, 2, 10),
        async (pauses, perSecond) => {
          const time = createTestTime();
          const { business } = time.clocks;
          const pacer = createPacer({ business, marginMs: () => 0, from: 'sent' });
          const pace = { scope: 'global', perSecond };
          const sent: number[] = [];
          for (const [index, pauseMs] of pauses.entries()) {
            await time.pass(pauseMs);
            if (pacer.start({ attempt: `att_${index}`, paces: [pace] })) sent.push(business.now());
          }
          const free = pacer.freeAt(pace);
          expect(free).toBeLessThanOrEqual(business.now() + 1_002);
          const next = Array.from(
            { length: 2 * perSecond },
            (_, index) => free + (index * 1_000) / perSecond,
          );
          expect(maxPerSecond([...sent, ...next])).toBeLessThanOrEqual(perSecond);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('cannot know at the socket how many the provider takes in one second', async () => {
    const ways = [
      { out: 800, back: 0 },
      { out: 800, back: 0 },
      { out: 0, back: 0 },
    ];
    const { sent, accepted } = await play({ from: 'sent', perSecond: 2, ways });
    expect(maxPerSecond(sent)).toBe(2);
    expect(maxPerSecond(accepted)).toBe(3);
  });

  test('never lets the provider take too many in any second when a start counts from its answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(wayOf(5_000), { minLength: 3, maxLength: 30 }),
        fc.constantFrom(0.5, 1, 2, 3.5, 10),
        async (ways, perSecond) => {
          const { accepted, refused } = await play({ from: 'answered', perSecond, ways });
          expect(maxPerSecond(accepted)).toBeLessThanOrEqual(Math.ceil(perSecond));
          expect(accepted.length + refused).toBe(ways.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('starts every request in the end, however late an answer comes', async () => {
    const ways = [{ out: 60_000, back: 0 }, ...Array.from({ length: 20 }, () => ({ out: 5, back: 5 }))];
    const { accepted, refused } = await play({ from: 'answered', perSecond: 2, ways });
    expect(refused).toBe(0);
    expect(accepted).toHaveLength(21);
  });

  test('sends what was given out with its margin when it was given out, not later and later', async () => {
    const time = createTestTime();
    const { business } = time.clocks;
    const marginMs = 5;
    const pacer = createPacer({ business, marginMs: () => marginMs, from: 'sent' });
    for (const perSecond of [0.5, 2, 50]) {
      const pace = { scope: `rate ${perSecond}`, perSecond };
      const [spaced] = withMargin({ caps: [pace], marginMs });
      const apart = 1000 / (spaced?.perSecond ?? 0);
      const late: number[] = [];
      const begin = business.now();
      for (let index = 0; index < 120; index += 1) {
        const start = Math.ceil(begin + (index + 1) * apart);
        void pacer.turn({ paces: [pace], notBefore: start }).then(() => late.push(business.now() - start));
      }
      await time.run({});
      expect(late).toHaveLength(120);
      expect(Math.max(...late)).toBeLessThanOrEqual(1);
    }
  });

  test('catches up after a start that came late, and is not held up by those who gave up waiting', async () => {
    const time = createTestTime();
    const { business, system } = time.clocks;
    const pacer = createPacer({ business, marginMs: () => 5, from: 'sent' });
    const paces = [{ scope: 'campaign', perSecond: 1 }];
    const outcomes: ('started' | 'lapsed' | 'refused')[] = [];
    const place = async (index: number): Promise<void> => {
      const notBefore = 1_005 * (index + 1);
      const isInTime = await pacer.turn({
        paces,
        notBefore,
        lapse: { clock: system, at: notBefore + 1_000 },
      });
      // The process stands still while the first one is on its way.
      if (index === 0) await sleep({ clock: business, ms: 1_400 });
      const isStarted = isInTime && pacer.start({ attempt: `att_${index}`, paces });
      outcomes[index] = isStarted ? 'started' : isInTime ? 'refused' : 'lapsed';
    };
    for (let index = 0; index < 20; index += 1) business.at(1_005 * index, () => void place(index));
    await time.run({});
    expect(outcomes.slice(3)).toEqual(Array.from({ length: 17 }, () => 'started'));
  });

  test('moves the waiting requests up when others give up, so that a long queue becomes short again', async () => {
    const time = createTestTime();
    const { business, system } = time.clocks;
    const pacer = createPacer({ business, marginMs: () => 5, from: 'sent' });
    const paces = [{ scope: 'campaign', perSecond: 1 }];
    const started: number[] = [];
    const place = async (attempt: string, notBefore: number): Promise<void> => {
      const lapse = { clock: system, at: notBefore + 2_000 };
      if (!(await pacer.turn({ paces, notBefore, lapse }))) return;
      if (pacer.start({ attempt, paces })) started.push(business.now());
    };
    for (let index = 0; index < 5; index += 1) void place(`early_${index}`, 0);
    for (let index = 1; index <= 20; index += 1) {
      business.at(1_005 * index, () => void place(`att_${index}`, 1_005 * index));
    }
    await time.run({});
    expect(started.filter((at) => at > 5_000).length).toBeGreaterThanOrEqual(16);
  });
});

describe('the memory of starts', () => {
  const slow = { scope: 'slow', perSecond: 0.001 };
  const add = (starts: Starts, scope: string, at: number, isWaiting = false): void =>
    addStart({ starts, paces: [{ scope, perSecond: 2 }], start: { at, isWaiting }, now: at });

  test('does not grow with the campaigns that have ended', () => {
    const starts: Starts = new Map();
    for (let number = 0; number < 5_000; number += 1) add(starts, `campaign ${number}`, number * 1_000);
    expect(starts.size).toBeLessThanOrEqual(16);
  });

  test('keeps the starts that still limit others, and those that wait', () => {
    const starts: Starts = new Map();
    addStart({ starts, paces: [slow], start: { at: 0, isWaiting: false }, now: 0 });
    add(starts, 'waiting', 0, true);
    for (let number = 0; number < 500; number += 1) add(starts, `campaign ${number}`, number * 1_000);
    expect(starts.has('waiting')).toBe(true);
    expect(earliestStart({ starts, paces: [slow], marginMs: 5 })).toBe(1_000_005);
  });
});
