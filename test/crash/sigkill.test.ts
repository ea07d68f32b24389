import { afterEach, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { auditJournal } from '../../src/simulator/index.ts';
import { createDraw } from '../simulation/draw.ts';
import { auditRows, checkEnd } from '../simulation/oracle/rows.ts';
import { readTrueEnds } from '../simulation/oracle/true-ends.ts';
import { startKilledService } from './killed-service.ts';
import type { KilledService } from './killed-service.ts';

const seed = 11;
const people = 240;
const kills = 6;
const concurrent = 30;
/** A minute of the campaign passes in less than a second. */
const speed = 80;
/** Between two kills, in milliseconds that really pass. */
const betweenKills = { from: 300, to: 1_800 };

const definition = {
  name: 'killed',
  client: 'northwind',
  steps: [
    {
      id: 'only',
      channel: 'voice',
      from: '+12025550100',
      flow: [{ gather: { speak: 'Press 1 or 9.', on: { '1': 'confirmed', '9': 'opt-out' } } }],
    },
  ],
  sendWindow: { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' },
  rateLimits: { concurrent, perSecond: 5 },
  retry: { maxAttempts: 2, maxPerDay: 3, backoff: { first: '2m' } },
};

const services: KilledService[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.close();
});

async function post(url: string, body: string, type = 'application/json'): Promise<Record<string, unknown>> {
  const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

/** Waits for something that is looked at again and again; the service may be down meanwhile. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 100));
}

it(`calls everyone once although the service is killed ${kills} times (seed ${seed})`, async () => {
  const service = await startKilledService({ seed, speed, startAt: Date.UTC(2027, 2, 1, 15) });
  services.push(service);
  const draw = createDraw({ seed, purpose: 'kills' });
  const campaigns = `${service.url()}/v1/campaigns`;
  const numbers = Array.from(
    { length: people },
    (_, index) => `+1212555${String(1015 + Math.floor(index / 80) * 100 + (index % 80))}`,
  );
  const campaign = String((await post(campaigns, JSON.stringify(definition)))['id']);
  await post(`${campaigns}/${campaign}/contacts`, ['phone', ...numbers].join('\n'), 'text/csv');
  await post(`${campaigns}/${campaign}/start`, '{}');

  for (let kill = 0; kill < kills; kill += 1) {
    const ms = draw.int(betweenKills.from, betweenKills.to);
    await new Promise((resolve) => setTimeout(resolve, ms));
    await service.killAndRestart();
  }
  await until(async () => {
    const read = (await (await fetch(`${campaigns}/${campaign}`)).json()) as { state: string };
    return read.state === 'completed';
  });
  await service.stop();

  const entries = service.journal();
  const placed = new Map(
    entries.flatMap((entry) => (entry.type === 'placed' ? [[entry.attempt ?? '', entry] as const] : [])),
  );
  const store = await openSqliteStore({ path: service.storePath });
  await auditRows(store, campaign);
  await checkEnd({ store, campaign, placed, expectedEnd: readTrueEnds(entries) });
  const { counters } = (await store.readCampaign(campaign)) ?? { counters: null };
  await store.close();
  const audit = auditJournal({ entries });
  expect(counters?.total).toBe(people);
  expect(audit).toMatchObject({ doubles: [], overlaps: [], unfinished: 0 });
  expect(audit.mostConcurrent).toBeLessThanOrEqual(concurrent);
  expect(audit.placements).toBeGreaterThan(people);
}, 120_000);
