import pino from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { channels } from '../../src/channels/registry.ts';
import { createLive } from '../../src/live/index.ts';
import type { LiveData } from '../../src/live/index.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

let service: TestService;
let campaign: string;
let progressReads = 0;
beforeEach(async () => {
  service = await startService();
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile());
  campaign = String(body['id']);
  await service.send('POST', `/v1/campaigns/${campaign}/contacts`, csvOf(['14', '14']), {
    'content-type': 'text/csv',
  });
  progressReads = 0;
});

/** A separate live view that counts its calculations. */
function secondView() {
  const { queries, store, time } = service;
  return createLive({
    store,
    channels,
    runtime: { heartbeatAt: () => null },
    log: pino({ level: 'silent' }),
    system: time.clocks.system,
    queries: {
      ...queries,
      progress(record) {
        progressReads += 1;
        return queries.progress(record);
      },
    },
  });
}

function watch(live: ReturnType<typeof createLive>) {
  const seen: LiveData['progress'][] = [];
  const end = live.subscribe({ topic: { name: 'progress', campaign }, listener: (data) => seen.push(data) });
  return { seen, end };
}

test('a new watcher receives the current state first, at once if there is another watcher', async () => {
  const live = secondView();
  const first = watch(live);
  expect(first.seen).toEqual([]);
  await service.until(() => first.seen.length > 0);
  expect(first.seen[0]).toMatchObject({ campaign, state: 'draft', total: 2 });
  const second = watch(live);
  expect(second.seen).toMatchObject([{ campaign, state: 'draft' }]);
  live.close();
});

test('nothing is calculated without a watcher', async () => {
  const live = secondView();
  await service.pass(10_000);
  expect(progressReads).toBe(0);
  const { end } = watch(live);
  await service.until(() => progressReads === 1);
  end();
  end();
  await service.send('POST', `/v1/campaigns/${campaign}/start`);
  await service.pass(10_000);
  expect(progressReads).toBe(1);
  live.close();
});

test('the open calls of a client are shown from their start to their end, and those of others are not', async () => {
  const live = secondView();
  const seen: number[] = [];
  const others: number[] = [];
  for (const [client, counts] of [
    ['default', seen],
    ['northwind', others],
  ] as const)
    live.subscribe({
      topic: { name: 'open-calls', client },
      listener: ({ items }) => counts.push(items.length),
    });
  await service.send('POST', `/v1/campaigns/${campaign}/start`);
  await service.until(() => seen.at(-1) === 2);
  await service.until(() => seen.at(-1) === 0);
  expect(new Set(others)).toEqual(new Set([0]));
  live.close();
});

test('a commit of another instance is shown within about a second', async () => {
  const live = secondView();
  const { seen } = watch(live);
  await service.until(() => seen.length > 0);
  await service.send('POST', `/v1/campaigns/${campaign}/cancel`);
  const from = service.time.clocks.system.monotonic();
  await service.until(() => seen.at(-1)?.state === 'cancelled');
  expect(service.time.clocks.system.monotonic() - from).toBeLessThanOrEqual(1_500);
  live.close();
});

test('figures that change with time are refreshed without events', async () => {
  const live = secondView();
  const { seen } = watch(live);
  await service.until(() => seen.length > 0);
  const before = seen.length;
  await service.pass(11_000);
  expect(seen.length).toBeGreaterThan(before);
  expect(seen.length).toBeLessThan(before + 5);
  live.close();
});

test('a view of a removed campaign shows nothing more, and does not affect other views', async () => {
  const live = secondView();
  const { seen } = watch(live);
  await service.until(() => seen.length > 0);
  await service.send('DELETE', `/v1/campaigns/${campaign}`);
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name: 'other' }));
  campaign = String(body['id']);
  const other = watch(live);
  await service.until(() => other.seen.length > 0);
  expect(other.seen[0]).toMatchObject({ name: 'other' });
  live.close();
});

test('a view that cannot be refreshed is tried again', async () => {
  const { queries, store, time } = service;
  let failures = 2;
  const live = createLive({
    channels,
    store,
    runtime: { heartbeatAt: () => null },
    log: pino({ level: 'silent' }),
    system: time.clocks.system,
    queries: {
      ...queries,
      progress(record) {
        failures -= 1;
        return failures >= 0 ? Promise.reject(new Error('not now')) : queries.progress(record);
      },
    },
  });
  const { seen } = watch(live);
  await service.until(() => seen.length > 0);
  expect(failures).toBeLessThan(0);
  live.close();
});
