import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

let service: TestService;
let server: ReturnType<typeof serve>;
let url: string;
beforeAll(async () => {
  service = await startService({ owner: 'caller' });
  server = serve({ fetch: service.app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await service.send('POST', '/v1/campaigns', campaignFile());
});
afterAll(async () => {
  server.close();
  await service.close();
});

const json = async (response: Response) => (await response.json()) as Record<string, unknown>;

test('an upload with a key is stored once and its answer is repeated', async () => {
  const send = () =>
    service.during(
      fetch(`${url}/v1/campaigns/spring-checkup/contacts`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv', 'idempotency-key': 'upload' },
        body: csvOf(['14', '15']),
      }),
    );
  const first = await send();
  expect(first.status).toBe(201);
  const second = await send();
  expect(second.headers.get('idempotency-replayed')).toBe('true');
  expect(await json(second)).toEqual(await json(first));
});

test('a stream stays open, and is released when its reader disconnects', async () => {
  const leave = new AbortController();
  const response = await fetch(`${url}/v1/campaigns/spring-checkup/events/stream`, { signal: leave.signal });
  const reader = response.body?.getReader();
  let text = '';
  while (!text.includes('event: import.opened')) {
    text += new TextDecoder().decode((await reader?.read())?.value);
  }
  expect(text).toContain('id: 1\n');
  leave.abort();
  await expect(reader?.read()).rejects.toThrow(/abort/i);
});

test('the results come as a download', async () => {
  const response = await fetch(`${url}/v1/campaigns/spring-checkup/results.csv`);
  expect(response.headers.get('content-disposition')).toContain('attachment');
  expect((await response.text()).split('\n')[0]).toContain('first_name,phone,rm_state');
});

test('a refused upload is answered although its body was not read', async () => {
  const response = await fetch(`${url}/v1/campaigns/nobody-has-this/contacts`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: 'x'.repeat(2_000_000),
  });
  expect(response.status).toBe(404);
  expect(await json(response)).toMatchObject({ code: 'campaign.not-found' });
});

test('malformed requests are problems here too', async () => {
  const response = await fetch(`${url}/v1/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  });
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
});
