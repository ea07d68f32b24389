import { beforeEach, describe, expect, test } from 'vitest';
import type { SharedLimits } from '../../../src/actors/index.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import type { Json } from '../../support/service/api-client.ts';
import { createPageClient } from '../../support/service/page-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

/** The simulated carrier answers every call to a number that ends in 00. */
const phoneOf = (row: number): string =>
  `+1202${200 + Math.floor(row / 100)}${String(row % 100).padStart(2, '0')}00`;
const list = ['phone,first_name', ...Array.from({ length: 600 }, (_, row) => `${phoneOf(row)},P${row}`)].join(
  '\n',
);
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' } as const;
const none = { concurrent: null, perSecond: null };
const unlimited: SharedLimits = { account: none, global: none, caller: none };

type Eta = { early: string; likely: string; late: string };
type WhatIf = {
  current: Eta;
  changed: Eta;
  unlimited: Eta;
  decidedBy: string;
  bounds: Json[];
  summary: string;
};

const unchanged = /Nothing\s+was\s+changed/u;

let service: TestService;

async function begin(shared: SharedLimits, over: Parameters<typeof campaignFile>[0] = {}): Promise<void> {
  service = await startService({ shared });
  const rateLimits = { concurrent: 2, perSecond: 5 };
  const file = campaignFile({ sendWindow: always, rateLimits, retry: { maxAttempts: 1 }, ...over });
  await service.send('POST', '/v1/campaigns', file);
  await service.send('POST', '/v1/campaigns/spring-checkup/contacts', list, { 'content-type': 'text/csv' });
  await service.send('POST', '/v1/campaigns/spring-checkup/start', {});
  await service.pass(60_000);
}
const ask = async (query: string): Promise<{ status: number; body: WhatIf }> =>
  service.send<WhatIf>('GET', `/v1/campaigns/spring-checkup/what-if?${query}`);
const left = ({ likely }: Eta): number => Date.parse(likely) - service.now();

describe('the end of a campaign with other limits', () => {
  beforeEach(() => begin(unlimited));

  test('is about half as far away with twice the attempts at once, and nothing is changed', async () => {
    const { status, body } = await ask('concurrent=4');
    expect(status).toBe(200);
    const share = left(body.changed) / left(body.current);
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.65);
    expect(left(body.unlimited)).toBeLessThan(left(body.changed));
    expect(body).toMatchObject({ decidedBy: 'concurrent', bounds: [] });
    expect(body.summary).toMatch(/^At 4 at once: done .+ UTC, .+ earlier\. /u);
    const { body: campaign } = await service.send('GET', '/v1/campaigns/spring-checkup');
    expect(campaign['definition']).toMatchObject({ rateLimits: { concurrent: 2 } });
  });

  test('is the same as now with the limits in force, and later with lower ones', async () => {
    const same = (await ask('concurrent=2&perSecond=5')).body;
    expect(same.changed).toEqual(same.current);
    expect(same.summary).toContain('no earlier');
    const { body: progress } = await service.send<{ eta: Eta }>(
      'GET',
      '/v1/campaigns/spring-checkup/progress',
    );
    expect(Math.abs(left(progress.eta) - left(same.current))).toBeLessThan(0.05 * left(same.current));
    const lower = (await ask('concurrent=1')).body;
    expect(left(lower.changed)).toBeGreaterThan(left(lower.current));
    expect(lower.summary).toContain('later');
  });

  test('names the starts per second as what decides if there are many slots', async () => {
    const { body } = await ask('concurrent=1000&perSecond=0.2');
    expect(body.decidedBy).toBe('perSecond');
  });

  test('is refused without a limit, or with a wrong one', async () => {
    for (const query of ['', 'concurrent=0', 'concurrent=many', 'perSecond=0', 'perDay=1.5', 'speed=3']) {
      const { status } = await ask(query);
      expect(status).toBe(422);
    }
  });

  test('cannot be estimated for a campaign that is paused', async () => {
    await service.send('POST', '/v1/campaigns/spring-checkup/pause', {});
    const { body } = await ask('concurrent=4');
    expect(body).toMatchObject({
      current: null,
      changed: null,
      summary: expect.stringContaining('is paused') as string,
    });
  });

  test('is a form and a line on the page of the campaign, without a script', async () => {
    const client = createPageClient(service);
    const plain = await client.get('/campaigns/spring-checkup');
    expect(plain.text).toContain('name="concurrent"');
    expect(plain.text).not.toMatch(unchanged);
    const asked = await client.get('/campaigns/spring-checkup?concurrent=4&perSecond=');
    expect(asked.text).toContain('At 4 at once: done ');
    expect(asked.text).toMatch(unchanged);
    const wrong = await client.get('/campaigns/spring-checkup?concurrent=-1');
    expect([wrong.status, wrong.text.includes('role="alert"')]).toEqual([200, true]);
  });
});

describe('what more attempts at once cannot change', () => {
  test('is told: the account allows fewer', async () => {
    await begin({ ...unlimited, account: { concurrent: 3, perSecond: null } });
    const { body } = await ask('concurrent=20');
    expect(body.bounds).toEqual([
      { limit: 'concurrent', asked: 20, scope: 'account:voice', cap: 3, available: 3 },
    ]);
    expect(body.summary).toContain('The provider account allows 3 at once.');
    const three = (await ask('concurrent=3')).body;
    expect(body.changed).toEqual(three.changed);
    expect(body.decidedBy).toBe('other');
  });

  test('is told: the hours decide', async () => {
    await begin(unlimited, {
      sendWindow: { ...always, start: '10:00', end: '10:05' },
      rateLimits: { concurrent: 200, perSecond: 50 },
    });
    const { body } = await ask('concurrent=2000');
    expect(body).toMatchObject({ decidedBy: 'other', bounds: [] });
    expect(body.summary).toContain('calling hours, delays between attempts and the limits beyond it decide');
  });
});
