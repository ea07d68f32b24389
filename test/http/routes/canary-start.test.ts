import { beforeEach, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import type { Json } from '../../support/service/api-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

const csv = { 'content-type': 'text/csv' };
const path = '/v1/campaigns/spring-checkup';
/** The simulated carrier knows no number that ends so. */
const invalid = '06';

let service: TestService;
beforeEach(async () => {
  service = await startService();
});

async function prepare(suffixes: readonly string[], canary?: Json): Promise<void> {
  await service.send('POST', '/v1/campaigns', campaignFile(canary === undefined ? {} : { canary }));
  await service.send('POST', `${path}/contacts`, csvOf(suffixes), csv);
}
const read = async (rest = ''): Promise<Json> => (await service.send('GET', `${path}${rest}`)).body;
const stateIs = (state: string): Promise<unknown> =>
  service.until(async () => (await read())['state'] === state);

test('a campaign over its limits pauses, tells the figures everywhere, and continues when it is resumed', async () => {
  await prepare([invalid, invalid, '00', '00', '00']);
  const { status, body } = await service.send('POST', `${path}/start`, { canary: 2 });
  expect([status, (body['campaign'] as Json)['canary']]).toEqual([
    200,
    expect.objectContaining({ contacts: 2, started: expect.any(Number) as number, verdict: null }),
  ]);
  await stateIs('paused');
  const reason = 'the canary start is over its limits: 2 of 2 addresses are invalid (100 %, limit 10 %)';
  const canary = {
    contacts: 2,
    started: 2,
    results: 2,
    verdict: 'failed',
    summary: 'The canary start of 2 contacts is over its limits.',
  };
  expect(await read()).toMatchObject({ pause: { cause: 'canary', by: 'system', reason }, canary });
  const why = await read('/why');
  expect(why).toMatchObject({ canary, reasons: [{ code: 'campaign.paused', contacts: 3 }] });
  expect(why['summary']).toContain(`The campaign is paused (${reason})`);
  const { items } = (await read('/events?limit=500')) as { items: Json[] };
  expect(items.find(({ type }) => type === 'campaign.canary-judged')).toMatchObject({
    by: 'system',
    data: { contacts: 2, results: 2, invalid: 2, over: ['invalid'] },
  });
  const attention = await service.send('GET', '/v1/attention');
  expect(JSON.stringify(attention.body)).toContain('campaign.canary');
  expect((await service.send('POST', `${path}/resume`, {})).status).toBe(200);
  await stateIs('completed');
  expect(await read()).toMatchObject({ canary });
  expect(await read('/events/verification')).toMatchObject({ ok: true, differences: [] });
});

test('a campaign under its limits continues by itself, and every waiting contact has its reason until then', async () => {
  await prepare(['00', '00', '00', '00', '00']);
  await service.send('POST', `${path}/start`, { canary: { contacts: 2, maxShort: 1 } });
  await service.until(
    async () => ((await read())['waiting'] as Json | null)?.['reason'] === 'canary.verdict',
  );
  const why = await read('/why');
  expect(why).toMatchObject({
    canary: { contacts: 2, started: 2, verdict: null },
    reasons: [
      { code: 'canary.verdict', contacts: 3, until: null },
      { code: 'attempt.in-flight', contacts: 2 },
    ],
  });
  expect(why['summary']).toContain('The canary start waits for its results: 0 of 2 are known');
  expect(await read('/progress')).toMatchObject({ eta: null, next: null });
  await stateIs('completed');
  expect(await read()).toMatchObject({
    canary: {
      verdict: 'passed',
      summary: 'The canary start of 2 contacts passed: no rate is over its limit.',
    },
  });
});

test('limits of the campaign apply, and those of the start replace them', async () => {
  await prepare([invalid, '00', '00'], { maxInvalid: 1, maxShort: 1 });
  await service.send('POST', `${path}/start`, { canary: { contacts: 2, maxInvalid: 0.5 } });
  await stateIs('completed');
  const canary = (await read())['canary'] as { verdict: string; rates: Json[] };
  expect([canary.verdict, canary.rates.map(({ limit }) => limit)]).toEqual(['passed', [0.5, 0.05, 0.2, 1]]);
  expect(canary.rates[0]).toMatchObject({ rate: 'invalid', count: 1, of: 2, isOver: false });
});

test('a wrong number of contacts is refused, and nothing is started', async () => {
  await prepare(['00']);
  for (const canary of [0, 1_001, 1.5, 'twenty', { maxFailed: 3 }]) {
    const { status, body } = await service.send('POST', `${path}/start`, { canary });
    expect([status, body['code']]).toEqual([422, 'request.invalid']);
  }
  expect(await read()).toMatchObject({ state: 'draft', canary: null });
});
