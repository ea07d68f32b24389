import { beforeEach, describe, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
/** The simulated carrier answers every call to a number that ends in 00. */
const list = [
  'phone',
  ...Array.from({ length: 40 }, (_, row) => `+12025${String(row).padStart(2, '0')}${'5000'.slice(1)}0`),
];

type Planned = {
  at: string;
  name: string;
  row: number;
  contact: string;
  kind: string;
  bound: { limit: string | null } | null;
};
type Schedule = { asOf: string; items: Planned[]; notRunning: { name: string; state: string }[] };

let service: TestService;

async function begin(name: string, rateLimits: object): Promise<void> {
  const file = campaignFile({ name, sendWindow: always, rateLimits, retry: { maxAttempts: 1 } });
  await service.send('POST', '/v1/campaigns', file);
  await service.send('POST', `/v1/campaigns/${name}/contacts`, list.join('\n'), {
    'content-type': 'text/csv',
  });
  await service.send('POST', `/v1/campaigns/${name}/start`, {});
  await service.pass(60_000);
}
const read = async (query = ''): Promise<{ status: number; body: Schedule }> =>
  service.send<Schedule>('GET', `/v1/limits/schedule${query}`);

describe('the plan of the next touches', () => {
  beforeEach(async () => {
    service = await startService({});
  });

  test('names who, when and the limit that decides it, and comes true', async () => {
    await begin('spring', { concurrent: 1, perSecond: 1, perHour: 4 });
    const { body } = await read('?campaign=spring&limit=6');
    expect(body.items).toHaveLength(6);
    expect(body.notRunning).toEqual([]);
    const [first] = body.items;
    expect(first).toMatchObject({ name: 'spring', kind: 'first' });
    expect(body.items.some(({ bound }) => bound?.limit === 'per-hour')).toBe(true);
    await service.pass(Date.parse(body.items[5]?.at ?? '') - service.now() + 60_000);
    for (const { contact, at } of body.items) {
      const path = `/v1/campaigns/spring/contacts/${contact}`;
      const found = await service.send<{ lastAttemptAt: string }>('GET', path);
      expect(Math.abs(Date.parse(found.body.lastAttemptAt) - Date.parse(at))).toBeLessThan(120_000);
    }
  });

  test('covers every started campaign, and says which of them start nothing', async () => {
    await begin('spring', { concurrent: 1, perHour: 2 });
    await begin('summer', { concurrent: 1, perHour: 3 });
    await service.send('POST', '/v1/campaigns/spring/pause', {});
    await service.pass(1_000);
    const { body } = await read('?limit=20');
    expect(new Set(body.items.map(({ name }) => name))).toEqual(new Set(['spring', 'summer']));
    expect(body.notRunning).toEqual([expect.objectContaining({ name: 'spring', state: 'paused' })]);
    expect((await read('?campaign=autumn')).status).toBe(404);
    expect((await read('?limit=501')).status).toBe(422);
  });
});
