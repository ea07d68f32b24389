import { describe, expect, test } from 'vitest';
import { silentObserver, tracedObserver } from '../../src/actors/index.ts';
import { RingmasterError } from '../../src/domain/errors.ts';
import { tracedReceive } from '../../src/http/traced-receive.ts';
import { tracedSend } from '../../src/integrations/outgoing-webhooks/sending/traced-send.ts';
import { openTracing } from '../../src/platform/tracing/open-tracing.ts';
import type { Tracing } from '../../src/platform/tracing/tracing.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import { recordSpans } from '../support/service/record-spans.ts';
import type { RecordedSpan } from '../support/service/record-spans.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

const order = { to: '+12125550114', from: '+12025550100', speak: 'Hello Ann.' };
const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

const named = (spans: readonly RecordedSpan[], name: string): RecordedSpan[] =>
  spans.filter((span) => span.name === name);

/** Returns the names of a span and of the spans that it is part of, from the outermost one. */
function wayTo(span: RecordedSpan | undefined, spans: readonly RecordedSpan[]): string[] {
  return span ? [...wayTo(parentOf(span, spans), spans), span.name] : [];
}

const parentOf = (span: RecordedSpan, spans: readonly RecordedSpan[]): RecordedSpan | undefined =>
  spans.find(({ id }) => id === span.parent);

/** Starts a service, and a campaign with one contact. */
async function startOneCall(): Promise<TestService> {
  const service = await startService();
  await service.send('POST', '/v1/campaigns', campaignFile());
  await service.send('POST', '/v1/campaigns/spring-checkup/contacts', csvOf(['14']), {
    'content-type': 'text/csv',
  });
  await service.send('POST', '/v1/campaigns/spring-checkup/start');
  return service;
}

function loadTracing(): Tracing {
  const tracing = openTracing();
  if (!tracing) throw new Error('no SDK is loaded');
  return tracing;
}

describe('with an OpenTelemetry SDK', () => {
  test('a call of a campaign has spans from the request to its callbacks, with its attempt', async () => {
    const read = recordSpans();
    const service = await startOneCall();
    await service.until(() => named(read(), 'POST /webhooks/plivo/answer').length > 0);
    const spans = read();
    const commits = named(spans, 'commit').map((span) => ({ ...span, way: wayTo(span, spans) }));
    expect(commits.map(({ way }) => way)).toContainEqual(['POST /v1/campaigns/:id/start', 'turn', 'commit']);
    const [minting] = commits.filter(({ attributes }) => attributes['ringmaster.minted'] === 1);
    const [send] = named(spans, 'send');
    expect(minting?.way).toEqual(['turn', 'commit']);
    expect(send?.parent).toBe(minting?.parent);
    const attempt = service.simulator.calls().length === 1 ? send?.attributes['ringmaster.attempt'] : null;
    expect(attempt).toMatch(/^att_/);
    expect(send?.attributes).toMatchObject({
      'ringmaster.channel': 'voice',
      'ringmaster.outcome': 'accepted',
    });
    const webhooks = named(spans, 'webhook');
    expect(webhooks.map(({ attributes }) => attributes['ringmaster.attempt'])).toContain(attempt);
    expect(wayTo(webhooks.at(-1), spans)).toEqual(['POST /webhooks/plivo/answer', 'webhook']);
    expect(commits.map(({ way }) => way)).toContainEqual([
      'POST /webhooks/plivo/answer',
      'webhook',
      'turn',
      'commit',
    ]);
  });

  test('a single call is one trace, which continues that of the caller', async () => {
    const read = recordSpans();
    const service = await startService();
    await service.send('POST', '/v1/calls', order, { traceparent });
    await service.until(() => named(read(), 'send').length === 1);
    const spans = read().filter((span) => span.trace === traceId);
    expect(wayTo(named(spans, 'send')[0], spans)).toEqual(['POST /v1/calls', 'turn', 'send']);
    expect(named(spans, 'POST /v1/calls')[0]?.parent).toBe('b7ad6b7169203331');
  });

  test('no span has a number, a name, a text or an unusual method', async () => {
    const read = recordSpans();
    const service = await startOneCall();
    await service.send('POST', '/v1/calls', order, { 'x-request-id': '12125550114' });
    await service.send('GET', '/v1/campaigns/spring-checkup/contacts/+12125550114');
    await service.send('GET', '/v1/nothing/+12125550199');
    await service.sendRaw(new Request('http://localhost/v1/campaigns', { method: 'BREW' }));
    await service.send('GET', '/readyz');
    await service.pass(600_000);
    const spans = read();
    // Ids of spans, campaigns and attempts contain digits.
    const said = spans.map(({ name, attributes, status }) => JSON.stringify({ name, attributes, status }));
    const text = said.join('\n').replaceAll(/(cmp|att)_\w+/g, '$1');
    expect(spans.length).toBeGreaterThan(20);
    expect(text).not.toMatch(/\d{6}|Person|Ann|Hello|spring-checkup|nothing|BREW|readyz/);
    expect(text).toContain('"GET /v1/campaigns/:id/contacts/:contact"');
    expect(text).toContain('"other unknown"');
  });

  test('a failed span has the code of the error and not its message', async () => {
    const read = recordSpans();
    const { inSpan } = loadTracing();
    const failing = (error: unknown) =>
      inSpan({ name: 'work' }, async () => {
        throw error;
      });
    const refusal = new RingmasterError({
      code: 'call.refused',
      family: 'refused',
      message: 'Ann was not called.',
      hint: 'Ask Ann.',
    });
    await expect(failing(refusal)).rejects.toBe(refusal);
    await expect(failing(new TypeError('Ann'))).rejects.toThrow('Ann');
    await expect(failing('Ann')).rejects.toBe('Ann');
    expect(read().map(({ attributes, status }) => [attributes['error.type'], status])).toEqual([
      ['call.refused', { code: 2 }],
      ['TypeError', { code: 2 }],
      ['unknown', { code: 2 }],
    ]);
  });

  test('a turn for several requests is part of the first one and linked to the others', async () => {
    const read = recordSpans();
    const tracing = loadTracing();
    const { turn, cause } = tracedObserver(silentObserver, tracing);
    const origin = { headers: new Headers() };
    const request = (name: string) => tracing.inSpan({ name, origin }, async () => cause());
    const causes = [await request('first'), await request('second')].filter((one) => one !== undefined);
    let inTurn = causes[0];
    await turn({ campaign: 'cmp_1', events: 2, causes }, async () => {
      inTurn = cause();
      return { kind: 'done' };
    });
    expect(inTurn).toBeUndefined();
    expect(cause()).toBeUndefined();
    const [first, second, decided] = read();
    expect(decided).toMatchObject({ trace: first?.trace, parent: first?.id, links: [second?.id] });
  });

  test('the webhook of an alert has a span without its address', async () => {
    const read = recordSpans();
    const answer = { status: 503, body: '', retryAfter: null };
    const send = tracedSend(async () => answer, loadTracing());
    expect(await send({ url: 'https://hooks.example.com/', body: 'Ann', headers: {} })).toBe(answer);
    const attributes = { 'http.response.status_code': 503, 'error.type': '503' };
    expect(read()).toMatchObject([{ name: 'webhook', parent: null, attributes, status: { code: 2 } }]);
    expect(Object.keys(read()[0]?.attributes ?? {})).toHaveLength(2);
  });
});

test('without an SDK nothing is wrapped', async () => {
  expect(openTracing()).toBeNull();
  const send = async () => ({ status: 200, body: '', retryAfter: null });
  const receive = async () => 'current' as const;
  expect(tracedObserver(silentObserver, null)).toBe(silentObserver);
  expect(tracedSend(send, null)).toBe(send);
  expect(tracedReceive(receive, null)).toBe(receive);
});
