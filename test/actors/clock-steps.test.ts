import { afterEach, expect, test } from 'vitest';
import { defaultLease } from '../../src/actors/index.ts';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import type { CampaignDefinitionInput } from '../../src/channels/registry.ts';
import { createWorld } from '../simulation/world.ts';
import type { World } from '../simulation/world.ts';
import { readCalls } from '../simulation/oracle/rows.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { startWithList } from '../support/service/start-with-list.ts';
import { unlimited } from '../support/service/process.ts';

const monday = Date.UTC(2027, 2, 1, 15);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const everybody = (outcome: 'human' | 'busy') =>
  Object.fromEntries(Array.from({ length: 100 }, (_, index) => [String(index).padStart(2, '0'), outcome]));

type Change = {
  startAt?: number;
  people?: number;
  outcome?: 'human' | 'busy';
  retry?: CampaignDefinitionInput['retry'];
};

let world: World | null = null;
afterEach(() => world?.close());

/** A running campaign that dials two contacts a second, day and night. */
async function begin({
  startAt = monday,
  people = 600,
  outcome = 'human',
  retry = { maxAttempts: 1 },
}: Change = {}): Promise<{ world: World; campaign: string }> {
  const opened = createWorld({
    seed: 3,
    startAt,
    carrier: { callsPerSecond: 10, scenario: { suffixes: everybody(outcome) } },
    shared: { account: { concurrent: null, perSecond: 5 }, global: unlimited, caller: unlimited },
    lease: defaultLease,
  });
  world = opened;
  await opened.start();
  return { world: opened, campaign: await startCampaign(opened, { name: 'steps', people, retry }) };
}

async function startCampaign(
  opened: World,
  { name, people, retry }: { name: string; people: number } & Pick<Change, 'retry'>,
): Promise<string> {
  const engine = opened.life()?.service.engine;
  if (!engine) throw new Error('no service runs');
  const definition = campaignDefinitionSchema.parse({
    name,
    steps: [{ id: 'only', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] }],
    sendWindow: { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' },
    rateLimits: { concurrent: 1_000, perSecond: 2, perHour: 5_000 },
    retry,
  });
  const rows = Array.from({ length: people }, (_, index) => rowOf(index + 1));
  return startWithList({ engine, definition, rows });
}

const placements = ({ journal }: World): number[] =>
  journal.entries().flatMap((entry) => (entry.type === 'placed' ? [entry.at] : []));

/** How many are placed while so much time passes. */
async function placedDuring(it: World, ms: number): Promise<number> {
  const before = placements(it).length;
  await it.time.run({ limitMs: ms });
  return placements(it).length - before;
}

test.each([
  ['a minute forward', minuteMs],
  ['an hour forward', hourMs],
  ['400 days forward', 400 * dayMs],
  ['a minute back', -minuteMs],
  ['a day back', -dayMs],
])(
  'a wall clock that is set %s for three seconds stops nothing for longer than that',
  async (_what, stepMs) => {
    const { world: it } = await begin();
    expect(await placedDuring(it, 10_000)).toBeGreaterThan(15);
    it.stepClock(stepMs);
    await it.time.run({ limitMs: 3_000 });
    it.stepClock(-stepMs);
    expect(await placedDuring(it, 10_000)).toBeGreaterThan(8);
    expect(await placedDuring(it, 10_000)).toBeGreaterThan(15);
    expect(new Set(it.simulator.calls().map(({ to }) => to)).size).toBe(placements(it).length);
  },
);

test('so does one that is set right again while the service is down after a kill', async () => {
  const { world: it } = await begin();
  await it.time.run({ limitMs: 5_000 });
  it.stepClock(30 * dayMs);
  await it.time.run({ limitMs: 5_000 });
  it.killAll();
  it.stepClock(-30 * dayMs);
  await it.start();
  await it.time.run({ limitMs: 30_000 });
  expect(await placedDuring(it, 10_000)).toBeGreaterThan(15);
});

test('and `why` says that the clock was set back', async () => {
  const { world: it, campaign } = await begin();
  it.stepClock(hourMs);
  await it.time.run({ limitMs: 3_000 });
  it.killAll();
  it.stepClock(-hourMs);
  const life = await it.start();
  const response = await life.fetch(new Request(`http://127.0.0.1/v1/campaigns/${campaign}/why`));
  const { summary } = (await response.json()) as { summary: string };
  expect(summary).toMatch(
    /The clock was set back: it is 3\d\d\d s behind the last change of this campaign\./,
  );
});

test('a person is not tried more often a day because the clock is set over midnight and back', async () => {
  const retry = { maxAttempts: 40, maxPerDay: 2, backoff: { first: '3m', factor: 1, jitter: 0 } };
  const people = 3;
  const justBeforeMidnight = Date.UTC(2027, 2, 3, 4, 50);
  const { world: it, campaign } = await begin({
    startAt: justBeforeMidnight,
    people,
    outcome: 'busy',
    retry,
  });
  await it.time.run({ limitMs: 5 * minuteMs });
  const campaigns = [campaign];
  it.stepClock(6 * minuteMs);
  await it.time.run({ limitMs: minuteMs });
  it.stepClock(-10 * minuteMs);
  // Another campaign meets them on the day before the one that was counted last, and after that on both.
  campaigns.push(await startCampaign(it, { name: 'other', people, retry }));
  await it.time.run({ limitMs: 3 * hourMs });
  const file = it.file();
  if (!file) throw new Error('no store is open');
  const perDay = new Map<string, number>();
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York', dateStyle: 'short' });
  for (const id of campaigns)
    for (const { address, mintedAt } of await readCalls(file, id)) {
      const key = `${address} ${day.format(mintedAt)}`;
      perDay.set(key, (perDay.get(key) ?? 0) + 1);
    }
  expect([...perDay.values()]).toEqual([2, 2, 2, 2, 2, 2]);
});
