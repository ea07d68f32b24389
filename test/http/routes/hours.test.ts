import { beforeEach, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startService();
});

async function campaign(over: Parameters<typeof campaignFile>[0] = {}): Promise<string> {
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile(over));
  const list = csvOf(['14', '14', '14']);
  const id = String(body['id']);
  await service.send('POST', `/v1/campaigns/${id}/contacts`, list, { 'content-type': 'text/csv' });
  return id;
}
const read = async (id: string) => (await service.send('GET', `/v1/campaigns/${id}/hours`)).body;

test('contacts whose window is open may be contacted in the local hour that it is', async () => {
  expect(await read(await campaign())).toEqual({
    items: [
      {
        zones: ['America/New_York'],
        regions: ['US-NY'],
        timeZone: 'America/New_York',
        hours: [{ hour: '2027-03-01T10', at: '2027-03-01T15:00:00Z', contacts: 3 }],
        neverOpen: 0,
      },
    ],
    next: null,
  });
});

test('the others in the hour in which it opens', async () => {
  const id = await campaign({ sendWindow: { start: '13:30', end: '17:00' } });
  expect(await read(id)).toMatchObject({ items: [{ hours: [{ hour: '2027-03-01T13', contacts: 3 }] }] });
});

test('a campaign whose contacts have all ended has none', async () => {
  const id = await campaign();
  await service.send('POST', `/v1/campaigns/${id}/cancel`, {});
  await service.until(async () => (await service.store.readCampaign(id))?.state === 'cancelled');
  expect(await read(id)).toEqual({ items: [], next: null });
});
