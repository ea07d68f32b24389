import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { alertParts } from '../../src/cli/service/alert-parts.ts';
import type { SendWebhook } from '../../src/integrations/outgoing-webhooks/sending/send-webhook.ts';
import type { InstanceAlertFacts } from '../../src/rules/alerts/instance-findings.ts';
import type { AlertThresholds } from '../../src/rules/alerts/thresholds.ts';
import { alertThresholds } from '../support/builders/alerts.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import { startService } from '../support/service/start-service.ts';
import type { ServiceInput, TestService } from '../support/service/start-service.ts';

type Told = {
  type: string;
  data: { code: string; client: string; detail: string } & Record<string, unknown>;
};
type Posted = Parameters<SendWebhook>[0];

const well: InstanceAlertFacts = { takeovers: 0, diskFreeBytes: 1e12, memoryBytes: 0, eventLoopMs: 0 };

/** A service that looks for alerts, and its receiver. */
async function start({
  facts = () => well,
  answer = () => 200,
  thresholds = {},
  ...rest
}: ServiceInput & {
  /** What the instance measures; null: what it really is. */
  facts?: (() => InstanceAlertFacts) | null;
  answer?: () => number;
  thresholds?: Partial<AlertThresholds>;
} = {}) {
  const posted: Posted[] = [];
  const service = await startService({
    ...rest,
    alerts: {
      thresholds: { ...alertThresholds, ...thresholds },
      dataDir: '.',
      ...(facts && { measure: () => Promise.resolve(facts()) }),
    },
    webhooks: {
      allow: [],
      send(request) {
        posted.push(request);
        return Promise.resolve({ status: answer(), body: '', retryAfter: null });
      },
    },
  });
  const told = (): string[] =>
    posted.map(({ body }) => {
      const { type, data } = JSON.parse(body) as Told;
      return `${type} ${data.code}`;
    });
  return { service, posted, told };
}

const hook = (service: TestService, client = 'default', url = 'https://hooks.example.com/a') =>
  service.send<{ id: string }>('POST', '/v1/webhooks', { client, url, types: ['alert.*'] });

/** A campaign whose calls are not answered. It stays open. */
async function unanswered(service: TestService): Promise<void> {
  await service.send('POST', '/v1/campaigns', campaignFile({ retry: { maxAttempts: 1 }, keepOpen: true }));
  const rows = Array.from({ length: 25 }, () => '02');
  await service.send('POST', '/v1/campaigns/spring-checkup/contacts', csvOf(rows), {
    'content-type': 'text/csv',
  });
  await service.send('POST', '/v1/campaigns/spring-checkup/start');
}

const attention = async (service: TestService): Promise<string[]> => {
  const { body } = await service.send<{ items: { code: string }[] } & Record<string, unknown>>(
    'GET',
    '/v1/attention',
  );
  return body.items.map(({ code }) => code);
};

const hour = 3_600_000;

describe('an alert', () => {
  test('is told once, repeated hourly while it is in force, and told when it is resolved', async () => {
    let isFull = true;
    const { service, told } = await start({ facts: () => ({ ...well, diskFreeBytes: isFull ? 1e6 : 1e12 }) });
    await hook(service, '*');
    await service.pass(120_000);
    expect(told()).toEqual(['alert.raised disk']);
    expect(await attention(service)).toEqual(['alert.disk']);
    await service.pass(hour - 180_000);
    expect(told()).toEqual(['alert.raised disk']);
    await service.pass(180_000);
    expect(told()).toEqual(['alert.raised disk', 'alert.repeated disk']);
    isFull = false;
    await service.pass(60_000);
    expect(told()).toEqual(['alert.raised disk', 'alert.repeated disk', 'alert.resolved disk']);
    expect(await attention(service)).toEqual([]);
    await service.pass(2 * hour);
    expect(told()).toHaveLength(3);
  });

  test('of a campaign says what it is and what to do, and contains no personal data', async () => {
    const { service, posted, told } = await start();
    await hook(service);
    await unanswered(service);
    await service.until(() => told().includes('alert.raised answer-rate'));
    const [first] = posted;
    const { data } = JSON.parse(first?.body ?? '') as Told;
    expect(data).toMatchObject({
      code: 'answer-rate',
      client: 'default',
      name: 'spring-checkup',
      instance: null,
      detail: expect.stringMatching(/^0 of 2\d attempts in the last 60 minutes were answered\.$/) as string,
      advice: expect.stringContaining('caller ID') as string,
      command: 'ringmaster status spring-checkup',
    });
    expect(first?.body).not.toMatch(/\+1\d{10}|Contact/);
    expect(await attention(service)).toContain('alert.answer-rate');
    await service.pass(2 * hour);
    expect(
      told()
        .filter((one) => one.endsWith('answer-rate'))
        .at(-1),
    ).toBe('alert.resolved answer-rate');
  });

  test('is not repeated by the next owner after a takeover, and is resolved by it once', async () => {
    const first = await start();
    const { store } = first.service;
    await hook(first.service);
    await unanswered(first.service);
    await first.service.until(() => first.told().includes('alert.raised answer-rate'));
    await first.service.pass(1_000);
    const startAt = first.service.now();
    first.service.kill();
    for (const { id } of await store.listInstances()) await store.removeInstance(id);
    const next = await start({ store, startAt, name: 'instance-2', seed: 2 });
    await next.service.pass(600_000);
    expect(next.told().filter((one) => one.endsWith('answer-rate'))).toEqual([]);
    expect(await attention(next.service)).toContain('alert.answer-rate');
    await next.service.pass(2 * hour);
    expect(next.told().filter((one) => one === 'alert.resolved answer-rate')).toHaveLength(1);
  });

  test('of an instance that is gone is resolved by another one', async () => {
    const first = await start({ facts: () => ({ ...well, eventLoopMs: 900 }) });
    const { store } = first.service;
    await hook(first.service, '*');
    await first.service.until(() => first.told().length === 1);
    await first.service.pass(1_000);
    const startAt = first.service.now();
    first.service.kill();
    for (const { id } of await store.listInstances()) await store.removeInstance(id);
    const next = await start({ store, startAt, name: 'instance-2', seed: 2 });
    await next.service.pass(120_000);
    expect(next.told()).toEqual(['alert.resolved event-loop']);
    expect(await store.listAlerts()).toEqual([]);
  });

  test('of attempts whose fate is not known is raised for their campaign, and resolved once the provider answers', async () => {
    const garbage = ['place', 'live', 'queued', 'record', 'records'] as const;
    const faults = garbage.map(
      (request) => ({ fault: 'answer-garbage', garbage: 'html', match: { request } }) as const,
    );
    const { service, posted, told } = await start({
      carrier: { faults: [...faults, { fault: 'callback-lost' }] },
    });
    const unknown = (): string[] => told().filter((one) => one.endsWith('unknown-attempts'));
    await hook(service);
    await unanswered(service);
    await service.until(() => unknown().length > 0);
    const raised = posted.find(({ body }) => body.includes('unknown-attempts'));
    expect((JSON.parse(raised?.body ?? '') as Told).data).toMatchObject({
      client: 'default',
      name: 'spring-checkup',
      detail: expect.stringMatching(/^The fate of ([5-9]|\d\d) attempts is not known\.$/) as string,
      advice: expect.any(String) as string,
    });
    expect(await attention(service)).toContain('alert.unknown-attempts');
    service.simulator.faults.replace([]);
    await service.until(() => unknown().length > 1);
    expect(unknown()).toEqual(['alert.raised unknown-attempts', 'alert.resolved unknown-attempts']);
    expect(await attention(service)).not.toContain('alert.unknown-attempts');
  });

  test('of takeovers counts the campaigns of dead instances, and is resolved when they are an hour old', async () => {
    const first = await start();
    const { store } = first.service;
    await hook(first.service, '*');
    await unanswered(first.service);
    await first.service.pass(5_000);
    const startAt = first.service.now();
    first.service.kill();
    const next = await start({
      store,
      startAt,
      name: 'instance-2',
      seed: 2,
      facts: null,
      thresholds: { takeovers: 1 },
    });
    const takeovers = (): string[] => next.told().filter((one) => one.endsWith('takeovers'));
    await next.service.until(() => takeovers().length > 0, 120_000);
    expect(takeovers()).toEqual(['alert.raised takeovers']);
    const raised = next.posted.find(({ body }) => body.includes('takeovers'));
    expect((JSON.parse(raised?.body ?? '') as Told).data).toMatchObject({
      client: '*',
      instance: 'instance-2',
      detail: expect.stringMatching(/^1 campaigns? .* taken over from dead instances/) as string,
    });
    expect(await attention(next.service)).toContain('alert.takeovers');
    await next.service.pass(hour + 180_000);
    expect(takeovers().at(-1)).toBe('alert.resolved takeovers');
    expect(await attention(next.service)).not.toContain('alert.takeovers');
  });

  test('is raised if nothing is sent although contacts are due, but not if an order explains it', async () => {
    const blocked = { starts: [], block: { scope: 'global', limit: 'concurrent', until: null } } as const;
    const { service, told } = await start({
      wrapStore: (store) => ({ ...store, reserve: () => Promise.resolve(blocked) }),
    });
    await hook(service);
    await service.send('POST', '/v1/campaigns', campaignFile());
    await service.send('POST', '/v1/campaigns/spring-checkup/contacts', csvOf(['00']), {
      'content-type': 'text/csv',
    });
    await service.send('POST', '/v1/campaigns/spring-checkup/start');
    await service.pass(10 * 60_000);
    expect(told()).toEqual([]);
    await service.pass(10 * 60_000);
    expect(told()).toEqual(['alert.raised nothing-sent']);
    await service.send('POST', '/v1/pause', { reason: 'fire' });
    await service.pass(60_000);
    expect(told()).toEqual(['alert.raised nothing-sent', 'alert.resolved nothing-sent']);
  });
});

describe('a webhook', () => {
  test('receives the alerts of its client only, and none once it is removed', async () => {
    const { service, posted } = await start();
    await hook(service, 'northwind', 'https://hooks.example.com/northwind');
    const all = await hook(service, '*', 'https://hooks.example.com/all');
    await unanswered(service);
    await service.until(() => posted.length > 0);
    await service.pass(60_000);
    expect(new Set(posted.map(({ url }) => url))).toEqual(new Set(['https://hooks.example.com/all']));
    await service.send('DELETE', `/v1/webhooks/${all.body.id}`);
    const before = posted.length;
    await service.pass(3 * hour);
    expect(posted).toHaveLength(before);
  });
});

test('every threshold is a setting', () => {
  const { thresholds } = alertParts(readConfig({ environment: {} }));
  expect(thresholds).toEqual(alertThresholds);
  const environment = {
    ALERT_DISK_FREE_MB: '7',
    ALERT_FAILURE_PERCENT: '50',
    ALERT_REPEAT_MINUTES: '120',
    ALERT_WEBHOOK_MINUTES: '5',
  };
  expect(alertParts(readConfig({ environment }))).toMatchObject({
    thresholds: { diskFreeBytes: 7e6, failureShare: 0.5, repeatMs: 7_200_000, webhookMs: 300_000 },
  });
  expect(() => readConfig({ environment: { ALERT_REPEAT_MINUTES: '1' } })).toThrow(/from 60/);
});
