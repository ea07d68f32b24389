import { describe, expect, test } from 'vitest';
import { emptySeriesRow, seriesStepMs } from '../../src/domain/campaign/series.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import { createQueries } from '../../src/queries/index.ts';
import { startsPerMinute } from '../../src/queries/progress/pace.ts';
import type { PaceFacts } from '../../src/queries/progress/pace.ts';
import type { Store } from '../../src/persistence/contract/store.ts';
import { rowsOf } from '../support/builders/contacts.ts';
import { letterRegistry } from '../support/letters/descriptor.ts';
import { mondayMorning, startScriptedService } from '../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../support/service/start-scripted-service.ts';
import { unlimited } from '../support/service/process.ts';

const minute = 60_000;
const untilOpen = 5 * minute;
const by = 'test';

type Rates = { concurrent: number; perSecond: number };

/** Starts a service with a campaign that has started, five minutes before its window opens. */
async function openCampaign({ contacts, rateLimits }: { contacts: number; rateLimits: Rates }) {
  const service = await startScriptedService({ script: () => ({ afterMs: 1_500, disposition: 'answered' }) });
  const { id } = await service.create({ name: 'spring', rateLimits, retry: { maxAttempts: 1 } });
  await service.enroll({ campaign: id, rows: rowsOf(contacts) });
  await service.startCampaign(id);
  const random = createSeededRandom({ seed: 7 });
  let draws = 0;
  const queries = createQueries({
    store: service.store,
    channels: letterRegistry.channels,
    business: service.time.clocks.business,
    windowsFor: service.windowsFor,
    shared: { account: unlimited, caller: unlimited, global: unlimited },
    owners: { isAlive: service.runtime.isAlive, startCommand: null },
    random() {
      draws += 1;
      return random();
    },
  });
  return {
    service,
    id,
    progress: async () => queries.progress(await service.record(id)),
    /** The number of random numbers that estimates have drawn: it increases with each estimate. */
    draws: () => draws,
    command: (command: Parameters<ScriptedService['engine']['command']>[0]['command']) =>
      service.engine.command({ campaign: id, command, by }),
  };
}

const endOf = ({ eta }: { eta: { likely: string } | null }): number => Date.parse(eta?.likely ?? '');

describe('the progress of a fast campaign', () => {
  test('has a rate of about 20,000 per minute if 20,000 attempts start per minute', async () => {
    const { service, progress } = await openCampaign({
      contacts: 1_500,
      rateLimits: { concurrent: 1_000, perSecond: 334 },
    });
    await service.pass(untilOpen + 2_000);
    const { ratePerMinute } = await progress();
    expect(ratePerMinute).toBeGreaterThan(18_000);
    expect(ratePerMinute).toBeLessThan(22_000);
  });

  test('keeps its estimate for up to one second while attempts start and end', async () => {
    const { service, progress, id, draws } = await openCampaign({
      contacts: 300,
      rateLimits: { concurrent: 20, perSecond: 10 },
    });
    await service.pass(untilOpen + 5_000);
    const first = await progress();
    const [{ seq }, drawn] = [await service.record(id), draws()];
    await service.pass(900);
    expect((await service.record(id)).seq).toBeGreaterThan(seq);
    expect((await progress()).eta).toEqual(first.eta);
    expect(draws()).toBe(drawn);
    await service.pass(200);
    await progress();
    expect(draws()).toBeGreaterThan(drawn);
  });

  test('has a new estimate at once after a pause, a resume, an edit and the end', async () => {
    const { service, progress, id, command } = await openCampaign({
      contacts: 200,
      rateLimits: { concurrent: 20, perSecond: 5 },
    });
    await service.pass(untilOpen + 5_000);
    const first = await progress();
    await command({ name: 'pause', pause: { cause: 'operator', by, reason: null } });
    expect((await progress()).eta).toBeNull();
    await command({ name: 'resume' });
    expect(Math.abs(endOf(await progress()) - endOf(first))).toBeLessThan(10_000);
    const { definition } = await service.record(id);
    const rateLimits = { ...definition.rateLimits, perSecond: 1 };
    await command({ name: 'edit', definition: { ...definition, rateLimits } });
    expect(endOf(await progress())).toBeGreaterThan(endOf(first) + minute);
    await command({ name: 'cancel', hangUp: false, reason: null });
    expect((await progress()).eta).toBeNull();
  });
});

describe('the rate from the figures over time', () => {
  const step = mondayMorning - (mondayMorning % seriesStepMs);
  const now = step + 2 * minute;
  type Case = {
    /** The attempts placed in the row before that of `now`, and in that of `now`. */
    placed: readonly [number, number];
    startedAt?: number;
    resumedAt?: number;
    opensAt?: number;
    steps?: readonly string[];
    newest?: readonly string[];
  };
  const rateOf = ({
    placed,
    startedAt = 0,
    resumedAt,
    opensAt = 0,
    steps = ['voice'],
    newest = [],
  }: Case) => {
    const store: Pick<Store, 'listAttempts' | 'readSeries'> = {
      listAttempts: () =>
        Promise.resolve({
          items: newest.map((channel) => ({ channel, placed: true })) as never[],
          next: null,
        }),
      readSeries: ({ from }) =>
        Promise.resolve(
          placed.map((count, index) => ({ ...emptySeriesRow(from + index * seriesStepMs), placed: count })),
        ),
    };
    const campaignFacts = {
      now,
      channels: letterRegistry.channels,
      record: { id: 'cmp_1', state: 'running', definition: { steps: steps.map((channel) => ({ channel })) } },
      status: { context: { startedAt, resumedAt: resumedAt ?? null } },
      calendars: [1],
      windowOf: () => ({ nextOpening: (at: number) => Math.max(at, opensAt) }),
    } as unknown as PaceFacts;
    return startsPerMinute({ store, campaignFacts });
  };

  test.each<Case & { name: string; rate: number | null }>([
    { name: 'the row of now and three fifths of the row before', placed: [100_000, 40_000], rate: 20_000 },
    { name: 'the row before, if nothing was started since', placed: [100_000, 0], rate: 12_000 },
    {
      name: 'from the start of a campaign in this row',
      placed: [0, 20_000],
      startedAt: now - minute,
      rate: 20_000,
    },
    {
      name: 'from its start in the row before',
      placed: [40_000, 40_000],
      startedAt: step - 2 * minute,
      rate: 20_000,
    },
    { name: 'from the opening of its first window', placed: [0, 500], opensAt: now - 30_000, rate: 1_000 },
    {
      name: 'from a resume, if the row before is empty',
      placed: [0, 500],
      resumedAt: now - 30_000,
      rate: 1_000,
    },
    { name: 'over one minute at least for a few attempts', placed: [0, 3], startedAt: now - 1_000, rate: 3 },
    { name: 'null without attempts', placed: [0, 0], rate: null },
    {
      name: 'only the share of attempts that contact someone',
      placed: [100_000, 40_000],
      steps: ['voice', 'log'],
      newest: ['voice', 'log', 'log', 'log'],
      rate: 5_000,
    },
  ])('is $rate: $name', async ({ rate, ...given }) => {
    expect(await rateOf(given)).toBe(rate);
  });
});
