import { beforeEach, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

type Series = {
  from: string;
  to: string;
  step: string;
  items: { at: string; placed: number; ended: Record<string, number>; contactsEnded: number }[];
};

let service: TestService;
let id: string;
beforeEach(async () => {
  service = await startService();
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile());
  id = String(body['id']);
  const list = csvOf(['00', '00', '00', '00']);
  await service.send('POST', `/v1/campaigns/${id}/contacts`, list, { 'content-type': 'text/csv' });
  await service.send('POST', `/v1/campaigns/${id}/start`);
  await service.until(async () => (await service.store.readCampaign(id))?.state === 'completed');
});

const read = (query: string) => service.send<Series>('GET', `/v1/campaigns/${id}/series${query}`);

test('the steps add up to the figures of the campaign', async () => {
  const { status, body } = await read('?from=2027-03-01T00:00:00Z&to=2027-03-02T00:00:00Z');
  expect(status).toBe(200);
  expect(body).toMatchObject({ from: '2027-03-01T00:00:00Z', to: '2027-03-02T00:00:00Z', step: '5m' });
  expect(body.items[0]?.at).toBe('2027-03-01T15:00:00Z');
  const counters = (await service.store.readCampaign(id))?.counters;
  const sum = (figure: (item: Series['items'][number]) => number) =>
    body.items.reduce((total, item) => total + figure(item), 0);
  expect(sum(({ contactsEnded }) => contactsEnded)).toBe(4);
  expect(sum(({ ended }) => ended['answered'] ?? 0)).toBe(counters?.attempts['answered']);
  expect(sum(({ placed }) => placed)).toBe(counters?.attempts['started']);
  expect(body.items.at(-1)).toMatchObject({ inFlight: 0 });
});

test('longer steps are sums of shorter ones', async () => {
  const { body } = await read('?from=2027-03-01T15:40:00Z&to=2027-03-02T00:00:00Z&step=1d');
  expect(body).toMatchObject({
    from: '2027-03-01T00:00:00Z',
    items: [{ at: '2027-03-01T00:00:00Z', contactsEnded: 4, inFlight: 0 }],
  });
  expect((await read('')).body.items.length).toBeGreaterThan(0);
  expect((await read('?to=2027-03-01T15:00:00Z')).body.items).toEqual([]);
});

test('a range that is empty, too long or no range is refused', async () => {
  const code = async (query: string) => (await read(query)).body;
  expect(await code('?from=2027-03-02T00:00:00Z&to=2027-03-01T00:00:00Z')).toMatchObject({
    code: 'series.empty-range',
  });
  expect(await code('?from=2020-03-02T00:00:00Z')).toMatchObject({ code: 'series.too-long' });
  expect((await read('?from=yesterday')).status).toBe(422);
  expect((await read('?step=2m')).status).toBe(422);
});
