import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { contactingChannels } from '../../../src/channels/registry.ts';
import { createEngineMetrics } from '../../../src/http/metrics/engine-metrics.ts';
import { version } from '../../../src/compose.ts';
import { measuredSend } from '../../../src/channels/voice/plivo/requests/measured-send.ts';
import type { HttpReply } from '../../../src/channels/voice/plivo/requests/http-send.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { Registry } from 'prom-client';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';
import { createTestTime } from '../../support/time/test-time.ts';
import { loggedEvent } from '../../../src/domain/events/campaign-event.ts';
import type { NewEvent } from '../../../src/domain/events/campaign-event.ts';

type Family = { type: string; help: string; samples: { name: string; labels: string; value: number }[] };

/** Reads the text format strictly (https://prometheus.io/docs/instrumenting/exposition_formats/). */
function readText(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  let current: Family | null = null;
  let name = '';
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.trimEnd().split('\n')) {
    if (line === '') continue;
    const help = /^# HELP ([a-z_:]+) (\S.*)$/.exec(line);
    const type = /^# TYPE ([a-z_:]+) (counter|gauge|histogram)$/.exec(line);
    const sample = /^([a-z_:]+?)(\{[^{}]*\})? (-?[\d.e+-]+|NaN|\+Inf)$/.exec(line);
    if (help) {
      name = help[1] ?? '';
      expect(families.has(name), `${name} comes once`).toBe(false);
      families.set(name, (current = { type: '', help: help[2] ?? '', samples: [] }));
    } else if (type) {
      expect(type[1]).toBe(name);
      if (current) current.type = type[2] ?? '';
    } else {
      expect(sample, line).not.toBeNull();
      const suffixes = current?.type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      expect(suffixes.map((suffix) => name + suffix)).toContain(sample?.[1]);
      for (const pair of (sample?.[2] ?? '')
        .slice(1, -1)
        .split(/,(?=[a-z]+=)/)
        .filter(Boolean))
        expect(pair).toMatch(/^[a-z]+="(?:[^"\\\n]|\\.)*"$/);
      current?.samples.push({
        name: sample?.[1] ?? '',
        labels: sample?.[2] ?? '',
        value: Number(sample?.[3]),
      });
    }
  }
  return families;
}

let service: TestService;
let store: Store;
beforeEach(async () => {
  service = await startService({ retention: true });
  store = service.store;
});

const scrape = async () => readText((await service.send('GET', '/metrics')).text);
const valueOf = (families: Map<string, Family>, name: string, labels = ''): number | undefined =>
  families.get(name)?.samples.find((sample) => sample.name === name && sample.labels === labels)?.value;

const list = (rows: readonly string[]) =>
  service.send('POST', '/v1/campaigns/spring-checkup/contacts', csvOf(rows), { 'content-type': 'text/csv' });
const order = { to: '+12125550114', from: '+12025550100', speak: 'Hello.' };

/** A restart: another process on the same store. */
const restart = async (): Promise<void> => {
  service.kill();
  for (const { id } of await store.listInstances()) await store.removeInstance(id);
  service = await startService({ store, name: 'instance-2', seed: 2 });
};

describe('the metrics', () => {
  test('are Prometheus text with help, type and the correct value', async () => {
    await service.send('POST', '/v1/campaigns', campaignFile());
    await list(['14', '14']);
    await service.send('POST', '/v1/campaigns/spring-checkup/start');
    await service.until(() => service.simulator.calls().length === 2);
    await service.send('GET', '/v1/campaigns/spring-checkup');
    const { headers } = await service.send('GET', '/metrics');
    expect(headers.get('content-type')).toContain('version=0.0.4');
    const families = await scrape();
    for (const [name, { type, samples }] of families) {
      expect(type, name).not.toBe('');
      expect(samples.length, name).toBeGreaterThan(0);
    }
    expect(valueOf(families, 'ringmaster_campaigns', '{state="running"}')).toBe(1);
    expect(valueOf(families, 'ringmaster_attempts_open')).toBe(2);
    expect(valueOf(families, 'ringmaster_contacts', '{state="in-flight"}')).toBe(2);
    expect(valueOf(families, 'ringmaster_breakers', '{state="closed"}')).toBe(0);
    expect(valueOf(families, 'ringmaster_breakers', '{state="open"}')).toBe(0);
    const schema = store.schemaVersion();
    const labels = `{version="${version}",node="${process.versions.node}",schema="${schema}"}`;
    expect(valueOf(families, 'ringmaster_build_info', labels)).toBe(1);
    expect(
      valueOf(
        families,
        'ringmaster_http_requests_total',
        '{method="GET",route="/v1/campaigns/:id",status="200"}',
      ),
    ).toBe(1);
  });

  test('contain no number, id or path of a request', async () => {
    await service.send('POST', '/v1/campaigns', campaignFile());
    await list(['14']);
    await service.send('POST', '/v1/calls', order);
    await service.send('GET', '/v1/campaigns/spring-checkup/contacts/+12125550114');
    await service.send('GET', '/v1/nothing/+12125550199');
    await service.sendRaw(new Request('http://localhost/v1/campaigns', { method: 'BREW' }));
    const { text } = await service.send('GET', '/metrics');
    const labels = [...text.matchAll(/\{.*\}/g)].join('\n');
    expect(labels).not.toMatch(/\d{7}|cmp_|con_|att_|spring-checkup|nothing|BREW/);
    expect(text).toContain('route="unknown"');
    expect(text).toContain('method="other"');
  });

  test('are those that the docs list, with their types', async () => {
    const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z_]+)`\s+\| (counter|gauge|histogram)/gm)];
    const listed = rows.map(([, name, type]) => `${name} ${type}`).toSorted();
    const told = [...(await scrape())].map(([name, { type }]) => `${name} ${type}`).toSorted();
    expect(told).toEqual(listed);
  });
});

describe('open imports', () => {
  const open = async () => valueOf(await scrape(), 'ringmaster_imports_open');

  test('are zero after single calls, whose import never closes', async () => {
    await service.send('POST', '/v1/calls', order);
    expect(await open()).toBe(0);
    expect(valueOf(await scrape(), 'ringmaster_campaigns', '{state="running"}')).toBe(0);
  });

  test('are counted during an upload, and no longer once its sender is gone', async () => {
    await service.send('POST', '/v1/campaigns', campaignFile());
    const half = csvOf(['00', '01']);
    let breakOff: (error: Error) => void = () => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(half));
        breakOff = (error) => controller.error(error);
      },
    });
    const init = { method: 'POST', headers: { 'content-type': 'text/csv' }, body, duplex: 'half' as const };
    const upload = service.app.request('http://localhost/v1/campaigns/spring-checkup/contacts', init);
    await service.until(async () => (await open()) === 1);
    breakOff(new Error('the sender is gone'));
    expect((await service.during(Promise.resolve(upload))).status).toBe(400);
    expect(await open()).toBe(0);
  });

  test('do not count those of a dead process', async () => {
    const { body } = await service.send('POST', '/v1/campaigns', campaignFile());
    const opening = service.engine.openImport({ campaign: String(body['id']), format: 'csv', by: 'x' });
    await service.during(opening);
    await service.send('POST', '/v1/calls', order);
    expect(await open()).toBe(1);
    await restart();
    expect(await open()).toBe(0);
  });
});

describe('the counters of this process', () => {
  test('counts ended attempts by disposition, and times requests to the provider by kind', async () => {
    const registry = new Registry();
    const metrics = createEngineMetrics({
      registry,
      channels: contactingChannels,
      system: createTestTime().clocks.system,
      knowsCause: ({ code }) => code === '3010',
    });
    const about = { position: 1, attempt: 'att_1' };
    const busyEnd = { channel: 'voice', disposition: 'busy' } as const;
    const drafts: NewEvent[] = [
      { type: 'attempt.ended', ...about, data: { ...busyEnd, cause: '3010' } },
      { type: 'attempt.ended', ...about, data: { ...busyEnd, cause: '3999' } },
      { type: 'attempt.minted', ...about, data: { step: 0, number: 1 } },
    ];
    metrics.committed(drafts.map((event, index) => loggedEvent({ seq: index + 1, at: 0, event })));
    metrics.asked({ channel: 'voice', request: 'place', result: 'ok', seconds: 0.03 });
    const families = readText(await registry.metrics());
    const busy = '{channel="voice",disposition="busy"}';
    expect(valueOf(families, 'ringmaster_attempts_ended_total', busy)).toBe(2);
    expect(
      valueOf(families, 'ringmaster_attempts_ended_total', '{channel="voice",disposition="answered"}'),
    ).toBe(0);
    expect(valueOf(families, 'ringmaster_unknown_causes_total', '{channel="voice"}')).toBe(1);
    const provider = families.get('ringmaster_provider_request_seconds')?.samples ?? [];
    expect(
      provider.find(({ labels }) => labels === '{le="0.05",channel="voice",request="place",result="ok"}')
        ?.value,
    ).toBe(1);
  });

  test.each([
    ['POST', 'Call/', 'place'],
    ['DELETE', 'Call/8cf5/', 'hang-up'],
    ['DELETE', 'Request/8cf5/', 'cancel'],
    ['GET', 'Call/?status=live&to_number=1', 'list-live'],
    ['GET', 'Call/?status=queued', 'list-queued'],
    ['GET', 'Call/8cf5?status=live', 'find-call'],
    ['GET', 'Call/8cf5/', 'find-record'],
    ['GET', 'Call/?limit=1', 'list-records'],
    ['GET', 'Number/1', 'other'],
  ] as const)('a %s of %s is a request of the kind %s', async (method, path, kind) => {
    const { clocks } = createTestTime();
    const replies: HttpReply[] = [
      { kind: 'answer', status: 200, headers: {}, body: '' },
      { kind: 'answer', status: 429, headers: {}, body: '' },
      { kind: 'lost', detail: '' },
      { kind: 'unsent', detail: '' },
    ];
    const told: unknown[] = [];
    const url = `https://carrier.example/base/v1/Account/MA1/${path}`;
    for (const reply of replies) {
      const send = measuredSend({
        send: async () => reply,
        system: clocks.system,
        onReply: ({ request, result }) => told.push([request, result]),
      });
      expect(await send({ method, url, headers: {}, body: null, timeoutMs: 1 })).toBe(reply);
    }
    expect(told).toEqual(['ok', 'refused', 'lost', 'unsent'].map((result) => [kind, result]));
  });
});

describe('the work of this instance', () => {
  const sample = async (name: string, labels = ''): Promise<number | undefined> =>
    [...(await scrape()).values()]
      .flatMap(({ samples }) => samples)
      .find((one) => one.name === name && one.labels === labels)?.value;
  const start = async (rows: readonly string[], over = {}): Promise<void> => {
    await service.send('POST', '/v1/campaigns', campaignFile(over));
    await list(rows);
    await service.send('POST', '/v1/campaigns/spring-checkup/start');
  };

  test('is counted: turns, commits, sends, slots and campaigns', async () => {
    await start(['13', '13']);
    await service.until(() => service.simulator.calls().length === 2);
    await service.pass(2_000);
    expect(await sample('ringmaster_send_seconds_count', '{channel="voice",result="accepted"}')).toBe(2);
    expect(await sample('ringmaster_turn_seconds_count', '{result="done"}')).toBeGreaterThan(2);
    expect(await sample('ringmaster_commit_seconds_count', '{result="committed"}')).toBeGreaterThan(2);
    expect(await sample('ringmaster_commit_seconds_count', '{result="failed"}')).toBe(0);
    expect(await sample('ringmaster_owned_campaigns')).toBe(1);
    expect(await sample('ringmaster_attempts_unknown')).toBe(0);
    for (const scope of ['account', 'global', 'client', 'campaign', 'caller'])
      expect(await sample('ringmaster_slots_in_use', `{scope="${scope}"}`), scope).toBe(2);
    expect(await sample('ringmaster_bus_messages_total', '{subject="heartbeats",result="dropped"}')).toBe(0);
    await service.pass(3_600_000);
    expect(await sample('ringmaster_slots_in_use', '{scope="caller"}')).toBe(0);
  });

  test('commits that other writers or the store refuse are counted as what they are', async () => {
    const refusals: (() => Promise<{ kind: 'stale' }>)[] = [];
    service = await startService({
      wrapStore: (inner) => ({
        ...inner,
        commitTurn: (turn) => refusals.pop()?.() ?? inner.commitTurn(turn),
      }),
    });
    await start(['14']);
    await service.until(() => service.simulator.calls().length === 1);
    refusals.push(
      () => Promise.reject(new Error('the disk is gone')),
      () => Promise.resolve({ kind: 'stale' }),
    );
    await service.until(
      async () => (await sample('ringmaster_commit_seconds_count', '{result="failed"}')) === 1,
    );
    expect(await sample('ringmaster_commit_seconds_count', '{result="stale"}')).toBe(1);
    expect(await sample('ringmaster_turn_seconds_count', '{result="failed"}')).toBe(1);
  });

  test('takeovers are counted by their reason', async () => {
    await start(['14']);
    await service.until(() => service.simulator.calls().length === 1);
    expect(await sample('ringmaster_takeovers_total', '{reason="new"}')).toBe(1);
    await restart();
    await service.until(async () => (await sample('ringmaster_owned_campaigns')) === 1);
    expect(await sample('ringmaster_takeovers_total', '{reason="dead"}')).toBe(1);
    expect(await sample('ringmaster_takeovers_total', '{reason="new"}')).toBe(0);
  });

  test('an attempt with an unknown fate, and why nothing starts, are shown', async () => {
    service = await startService({
      channels: ({ voice }) => [
        { ...voice, place: () => Promise.resolve({ kind: 'ambiguous', detail: 'no answer' }) },
      ],
    });
    await start(['14']);
    await service.until(async () => (await sample('ringmaster_attempts_unknown')) === 1);
    expect(await sample('ringmaster_send_seconds_count', '{channel="voice",result="ambiguous"}')).toBe(1);
    await service.send('POST', '/v1/pause', { reason: 'fire' });
    await list(['15']);
    await service.until(
      async () => (await sample('ringmaster_campaigns_waiting', '{reason="emergency.stop"}')) === 1,
    );
    expect(await sample('ringmaster_dispatch_stops_total', '{reason="emergency.stop"}')).toBe(1);
  });

  test('the lag is the time that a due contact waits in an open window', async () => {
    await start(['01'], { retry: { maxAttempts: 3, backoff: { first: '30m', jitter: 0 } } });
    await service.until(
      async () =>
        (await sample('ringmaster_attempts_ended_total', '{channel="voice",disposition="busy"}')) === 1,
    );
    expect(await sample('ringmaster_due_lag_seconds')).toBe(0);
    await service.send('POST', '/v1/pause', { reason: 'fire' });
    await service.pass(40 * 60_000);
    const lag = (await sample('ringmaster_due_lag_seconds')) ?? 0;
    expect(lag).toBeGreaterThan(5 * 60);
    expect(lag).toBeLessThan(15 * 60);
    await service.send('POST', '/v1/resume', {});
    await service.pass(60_000);
    expect(await sample('ringmaster_due_lag_seconds')).toBe(0);
  });
});
