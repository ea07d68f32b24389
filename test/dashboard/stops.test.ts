import { beforeEach, expect, test } from 'vitest';
import { keyOf } from '../support/builders/api-keys.ts';
import { createPageClient } from '../support/service/page-client.ts';
import type { PageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

const admin = keyOf('root', 'admin', '*');
const viewer = keyOf('watcher', 'viewer', '*');
const north = keyOf('north', 'operator', 'northwind');

let service: TestService;
beforeEach(async () => {
  service = await startService({ apiKeys: [admin, viewer, north] });
});

async function signedIn({ secret }: { secret: string }): Promise<PageClient> {
  const client = createPageClient(service);
  expect((await client.signIn(secret)).status).toBe(303);
  return client;
}

test('an administrator stops every client with a reason and lifts the stop, and the history has both', async () => {
  const client = await signedIn(admin);
  expect((await client.get('/')).text).toContain('No emergency stop is in force.');
  const ordered = await client.post('/ui/stops/order', { client: '*', reason: '<b>wrong list</b>' });
  expect(ordered.status).toBe(303);
  const stopped = (await client.get('/')).text;
  expect(stopped).toContain('&lt;b&gt;wrong list&lt;/b&gt;');
  expect(stopped).not.toContain('<b>wrong list');
  expect(stopped).not.toContain('No emergency stop is in force.');
  expect((await client.post('/ui/stops/lift', { client: '*', reason: 'mended' })).status).toBe(303);
  const lifted = (await client.get('/')).text;
  expect(lifted).toContain('No emergency stop is in force.');
  expect(lifted).toMatch(/lifted, every client[\s\S]*stopped, every client/);
  expect(lifted).toContain('key:root');
});

test('an operator of a client stops that client only, and sees a stop of all without the way to lift it', async () => {
  const client = await signedIn(north);
  expect((await client.post('/ui/stops/order', { client: 'northwind', reason: '' })).status).toBe(303);
  const page = (await client.get('/')).text;
  expect(page).toContain('stop-lift-northwind');
  const refused = await client.post('/ui/stops/order', { client: '*' });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('Needs you');
  await (await signedIn(admin)).post('/ui/stops/order', { client: '*' });
  expect((await client.get('/')).text).toContain('This concerns all clients, and your key is for one.');
});

test('a client whose name leads to another path is no order to stop every client', async () => {
  const client = await signedIn(admin);
  for (const name of ['..', '.', '%2e%2e']) await client.post('/ui/stops/order', { client: name });
  expect((await client.post('/ui/stops/order', { client: '..' })).status).toBe(404);
  expect((await client.get('/')).text).not.toContain('every client since');
});

test('a viewer sees the button, disabled with its reason', async () => {
  const client = await signedIn(viewer);
  expect((await client.get('/')).text).toContain('This requires the role admin.');
  const refused = await client.post('/ui/stops/order', { client: '*' });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('role admin');
});

test('a stop that is ordered or refused at the page of a client leads back to that page', async () => {
  const client = await signedIn(north);
  expect((await client.get('/clients/northwind')).text).toContain(
    'action="/ui/clients/northwind/stops/order"',
  );
  const ordered = await client.post('/ui/clients/northwind/stops/order', { client: 'northwind' });
  expect([ordered.status, ordered.headers.get('location')]).toEqual([303, '/clients/northwind#stops']);
  expect((await client.get('/clients/northwind')).text).toContain('Lift the stop of');
  const refused = await client.post('/ui/clients/northwind/stops/order', { client: '*' });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('Client <bdi>northwind</bdi>');
  const lifted = await client.post('/ui/clients/northwind/stops/lift', { client: 'northwind' });
  expect(lifted.headers.get('location')).toBe('/clients/northwind#stops');
});
