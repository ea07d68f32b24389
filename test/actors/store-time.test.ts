import { afterEach, describe, expect, test } from 'vitest';
import { defaultLease } from '../../src/actors/index.ts';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import { maxPerSecond } from '../../src/simulator/index.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { startWithList } from '../support/service/start-with-list.ts';
import { unlimited } from '../support/service/process.ts';
import { monday } from '../support/time/test-time.ts';
import { createWorld } from '../simulation/world.ts';
import type { Life, World } from '../simulation/world.ts';

const minuteMs = 60_000;
/** The placements per second that all instances share. */
const perSecond = 2;
const everybodyAnswers = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => [String(index).padStart(2, '0'), 'human' as const]),
);

let world: World | null = null;
let isClockAway = false;
afterEach(() => {
  world?.close();
  isClockAway = false;
});

/** Two instances with clocks ten minutes early and late, which share a rate; the store has the true time. */
async function begin(): Promise<{ it: World; lives: [Life, Life] }> {
  const it = createWorld({
    seed: 5,
    startAt: monday,
    carrier: { callsPerSecond: 50, scenario: { suffixes: everybodyAnswers } },
    shared: { account: { concurrent: null, perSecond }, global: unlimited, caller: unlimited },
    lease: defaultLease,
    hasStoreClock: true,
    clockOffOf: (life) => (life % 2 === 0 ? 10 : -10) * minuteMs,
    watch({ name }) {
      if (isClockAway && name === 'store.readClock') throw new Error('the clock is away');
    },
  });
  world = it;
  return { it, lives: [await it.start(), await it.start()] };
}

type Window = { start: string; end: string };

async function startCampaign({ service: { engine } }: Life, name: string, window: Window): Promise<string> {
  const definition = campaignDefinitionSchema.parse({
    name,
    steps: [{ id: 'only', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] }],
    sendWindow: { ...window, skipWeekends: false, holidays: 'none' },
    rateLimits: { concurrent: 1_000, perSecond: 50 },
    retry: { maxAttempts: 1 },
  });
  const first = name === 'early' ? 1 : 1_001;
  const rows = Array.from({ length: 150 }, (_, index) => rowOf(first + index));
  return startWithList({ engine, definition, rows });
}

const always: Window = { start: '00:00', end: '24:00' };

/** One campaign at each instance. */
async function startBoth([early, late]: [Life, Life], window = always): Promise<[string, string]> {
  return [await startCampaign(early, 'early', window), await startCampaign(late, 'late', window)];
}

const placements = ({ journal }: World): number[] =>
  journal.entries().flatMap((entry) => (entry.type === 'placed' ? [entry.at] : []));

async function placedDuring(it: World, ms: number): Promise<number> {
  const before = placements(it).length;
  await it.time.run({ limitMs: ms });
  return placements(it).length - before;
}

describe('instances whose own clocks differ by minutes', () => {
  test('keep a shared rate, and use it', async () => {
    const { it, lives } = await begin();
    const campaigns = await startBoth(lives);
    expect(await placedDuring(it, 20_000)).toBeGreaterThan(perSecond * 16);
    expect(maxPerSecond(placements(it))).toBe(perSecond);
    for (const campaign of campaigns)
      expect((await it.file()?.readCampaign(campaign))?.counters.states.pending).toBeLessThan(145);
  });

  test('keep a window that opens and closes by the time of the store', async () => {
    const { it, lives } = await begin();
    // It is 10:00 in New York, 10:10 at one instance and 9:50 at the other.
    await startBoth(lives, { start: '10:01', end: '10:02' });
    await it.time.run({ limitMs: 3 * minuteMs });
    const starts = placements(it);
    const [first = 0, last = 0] = [starts[0], starts.at(-1)];
    expect(first).toBeGreaterThanOrEqual(monday + minuteMs);
    expect(first).toBeLessThan(monday + minuteMs + 3_000);
    expect(last).toBeLessThan(monday + 2 * minuteMs);
    expect(last).toBeGreaterThan(monday + 2 * minuteMs - 3_000);
  });

  test('are not disturbed by a step of their own clocks', async () => {
    const { it, lives } = await begin();
    await startBoth(lives);
    await it.time.run({ limitMs: 5_000 });
    it.stepClock(-60 * minuteMs);
    expect(await placedDuring(it, 10_000)).toBeGreaterThan(perSecond * 8);
    it.stepClock(60 * minuteMs);
    // Samples that may be from before a suspension do not count, so the next beat is awaited.
    expect(await placedDuring(it, 10_000)).toBeGreaterThan(perSecond * 7);
    expect(maxPerSecond(placements(it))).toBe(perSecond);
  });
});

test('at a new primary whose clock is behind, time stands still, and the rate is kept', async () => {
  const { it, lives } = await begin();
  const campaigns = await startBoth(lives);
  await it.time.run({ limitMs: 5_000 });
  const changedAt = new Map<string, number>();
  const isForward = async (): Promise<boolean> => {
    for (const campaign of campaigns) {
      const { updatedAt = 0 } = (await it.file()?.readCampaign(campaign)) ?? {};
      if (updatedAt < (changedAt.get(campaign) ?? 0)) return false;
      changedAt.set(campaign, updatedAt);
    }
    return true;
  };
  await isForward();
  it.primary.elect(5_000);
  for (let second = 0; second < 20; second += 1) {
    await it.time.run({ limitMs: 1_000 });
    expect(await isForward()).toBe(true);
  }
  expect(maxPerSecond(placements(it))).toBe(perSecond);
  expect(await placedDuring(it, 10_000)).toBeGreaterThan(perSecond * 8);
});

describe('without a sample of the store for ten seconds', () => {
  const whyOf = async (
    { fetch }: Life,
    campaign: string,
  ): Promise<{ summary: string; reasons: unknown[] }> => {
    const response = await fetch(new Request(`http://127.0.0.1/v1/campaigns/${campaign}/why`));
    return (await response.json()) as { summary: string; reasons: unknown[] };
  };

  test('nothing starts, `why` says so, and calls continue after the next sample', async () => {
    const { it, lives } = await begin();
    const [campaign] = await startBoth(lives);
    await it.time.run({ limitMs: 3_000 });
    isClockAway = true;
    expect(await placedDuring(it, 9_000)).toBeGreaterThan(perSecond * 7);
    await it.time.run({ limitMs: 3_000 });
    expect(await placedDuring(it, 30_000)).toBe(0);
    const why = await whyOf(lives[0], campaign);
    expect(why.summary).toContain('The time of the database is not known');
    expect(why.reasons).toContainEqual(expect.objectContaining({ code: 'clock.unknown', until: null }));
    isClockAway = false;
    await it.time.run({ limitMs: 2_000 });
    expect(await placedDuring(it, 5_000)).toBeGreaterThan(perSecond * 4);
    expect((await whyOf(lives[0], campaign)).summary).not.toContain('The time of the database');
  });

  test('an instance that stood still starts nothing before it has sampled again', async () => {
    const { it, lives } = await begin();
    await startBoth(lives);
    await it.time.run({ limitMs: 5_000 });
    for (const { fuse } of lives) fuse.freeze();
    await it.time.run({ limitMs: minuteMs });
    isClockAway = true;
    for (const { fuse } of lives) fuse.thaw();
    await it.time.run({ limitMs: 15_000 });
    expect(await placedDuring(it, 15_000)).toBe(0);
    isClockAway = false;
    expect(await placedDuring(it, 20_000)).toBeGreaterThan(perSecond);
  });
});
