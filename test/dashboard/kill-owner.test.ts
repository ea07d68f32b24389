import { expect, test } from 'vitest';
import { keyOf } from '../support/builders/api-keys.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { createPageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';

test('without the process of a cluster there is neither a button nor an order', async () => {
  const service = await startService();
  await service.send('POST', '/v1/campaigns', campaignFile({ name: 'spring' }));
  const pages = createPageClient(service);
  expect((await pages.get('/campaigns/spring')).text).not.toContain('Kill the owner');
  expect((await service.send('POST', '/v1/instances/instance-1/kill')).status).toBe(404);
  const { status } = await pages.post('/ui/instances/instance-1/kill', { campaign: 'spring' });
  expect(status).toBe(404);
});

test('in a cluster the owner is named, and the order kills it; only an administrator has it', async () => {
  const killed: string[] = [];
  const [admin, operator] = [keyOf('ada', 'admin', '*'), keyOf('olaf', 'operator', '*')];
  const service = await startService({
    name: 'instance-1',
    apiKeys: [admin, operator],
    development: { killInstance: (id) => void killed.push(id) },
  });
  const sent = { 'x-api-key': admin.secret };
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ keepOpen: true }), sent);
  const id = String(body['id']);
  const pages = createPageClient(service);
  await pages.signIn(admin.secret);
  expect((await pages.get(`/campaigns/${id}`)).text).toContain('No instance runs this campaign now.');
  await service.send('POST', `/v1/campaigns/${id}/start`, {}, sent);
  await service.until(async () => (await service.store.readCampaign(id))?.owner === 'instance-1');
  // A heartbeat is seen when the counter has grown.
  await service.pass(3_000);
  const { text } = await pages.get(`/campaigns/${id}`);
  expect(text).toMatch(/Runs on\s+<code>instance-1<\/code>, last heartbeat <time/);
  expect(text).toContain('action="/ui/instances/instance-1/kill"');

  const order = await pages.post('/ui/instances/instance-1/kill', { campaign: id });
  expect([order.status, order.headers.get('location')]).toEqual([303, `/campaigns/${id}`]);
  expect(killed).toEqual(['instance-1']);
  expect((await service.send('POST', '/v1/instances/unknown/kill', {}, sent)).body['code']).toBe(
    'instance.not-found',
  );
  const byOperator = await service.send(
    'POST',
    '/v1/instances/instance-1/kill',
    {},
    { 'x-api-key': operator.secret },
  );
  expect(byOperator.status).toBe(403);
  expect(killed).toHaveLength(1);
});
