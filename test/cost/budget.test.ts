import { beforeEach, expect, test } from 'vitest';
import { noCallCost } from '../../src/channels/voice/billing.ts';
import { callEvidence } from '../../src/channels/voice/call.ts';
import { evidenceRanks } from '../../src/domain/attempt/attempt.ts';
import { readMoney } from '../../src/domain/cost/money.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import type { Json } from '../support/service/api-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

const csv = { 'content-type': 'text/csv' };
const path = '/v1/campaigns/spring-checkup';
/** The simulator bills 0.0085 a minute and whole minutes. */
const rates = 'prefix,rate,currency\n1,0.0085,USD\n';
const many = Array.from({ length: 40 }, () => '00');

let service: TestService;
beforeEach(async () => {
  service = await startService();
});

const read = async (rest = ''): Promise<Json> => (await service.send('GET', `${path}${rest}`)).body;
const stateIs = (state: string): Promise<unknown> =>
  service.until(async () => (await read())['state'] === state);
const amount = (text: unknown): number => readMoney(String(text)) ?? Number.NaN;
const spentOf = async (): Promise<number> => {
  const { costs } = (await read('/cost')) as { costs: { total: string }[] };
  return costs.reduce((sum, { total }) => sum + amount(total), 0);
};

async function prepare(changes: Json = {}, table: string | null = rates): Promise<void> {
  if (table !== null) expect((await service.send('POST', '/v1/rates', table, csv)).status).toBe(201);
  expect((await service.send('POST', '/v1/campaigns', campaignFile(changes))).status).toBe(201);
  await service.send('POST', `${path}/contacts`, csvOf(many), csv);
}

test('the provider says what calls cost, and the sum of the calls is that of the campaign', async () => {
  await prepare();
  const estimate = (await read('/cost?estimate=true'))['estimate'] as Json;
  expect(estimate).toMatchObject({
    byPrefix: [{ prefix: '1', contacts: 40, perMinute: '0.0085' }],
    withoutRate: { contacts: 0 },
    remaining: 40,
  });
  const preflight = await read('/preflight');
  expect(JSON.stringify(preflight)).toContain('cost.expected');
  await service.send('POST', `${path}/start`);
  await stateIs('completed');
  const cost = await read('/cost');
  const { items } = (await service.send('GET', '/v1/calls?limit=500')).body as { items: Json[] };
  const ofCalls = items.flatMap(({ cost: one }) => (one === null ? [] : [one as Json]));
  const sum = ofCalls.reduce((all, one) => all + amount(one['amount']), 0);
  expect(sum).toBeGreaterThan(0);
  expect(cost).toMatchObject({ unpriced: 0, budget: null, costs: [{ currency: 'USD', reserved: '0.00' }] });
  expect(await spentOf()).toBe(sum);
  const [expected] = estimate['expected'] as { low: string; high: string }[];
  expect(sum).toBeGreaterThan(amount(expected?.low) / 2);
  expect(sum).toBeLessThan(amount(expected?.high) * 2);
  expect(await read('/report')).toMatchObject({ costs: cost['costs'], unpriced: 0 });
  expect((await service.send('GET', '/metrics')).text).toContain('ringmaster_cost');
});

test('a late record replaces the amount of the call once, however often it arrives', async () => {
  await prepare();
  await service.send('POST', `${path}/start`);
  await stateIs('completed');
  const before = await spentOf();
  const { items } = await service.store.listAttempts({ openOnly: false, limit: 500 });
  const attempt = items.find(({ details }) => details?.['cost'] === 8_500);
  if (!attempt) throw new Error('no call of one minute was answered');
  const { id, campaign, providerId } = attempt;
  const record = { ...noCallCost, cost: 20_000 };
  const ended = callEvidence.ended({
    rank: evidenceRanks.record,
    callId: providerId,
    judgement: { disposition: 'answered', fault: null },
    cause: null,
    talkSeconds: 70,
    cost: record,
  });
  for (const report of ['evt_late_1', 'evt_late_2', 'evt_late_1'])
    await service.engine.receive({ id: report, campaign, attempt: id, providerId, evidence: [ended] });
  await service.pass(1_000);
  expect(await spentOf()).toBe(before + 11_500);
});

test('a campaign pauses itself before its budget is exceeded, says why, and continues when it is raised', async () => {
  // A call may last ten minutes: 0.085. Two of them fit, and what they did not use lets others start.
  await prepare({ budget: { amount: '0.2', currency: 'USD' } });
  await service.send('POST', `${path}/start`);
  await service.until(async () => {
    // With what is reserved for open calls.
    expect(await spentOf()).toBeLessThanOrEqual(200_000);
    return (await read())['state'] === 'paused';
  });
  expect(await spentOf()).toBeGreaterThan(200_000 - 85_000);
  const pause = (await read())['pause'] as Json;
  expect(pause).toMatchObject({ cause: 'budget', by: 'system' });
  expect(pause['reason']).toContain('the next call could exceed the budget');
  expect((await read('/why'))['summary']).toContain('budget');
  expect(JSON.stringify((await service.send('GET', '/v1/attention')).body)).toContain('campaign.budget');
  await service.send('POST', `${path}/resume`, {});
  await service.pass(60_000);
  expect((await read())['state']).toBe('paused');
  const { version } = (await read()) as { version: number };
  const edit = await service.send('PATCH', path, { budget: { amount: 50, currency: 'USD' }, version });
  expect(edit.status, JSON.stringify(edit.body)).toBe(200);
  await service.send('POST', `${path}/resume`, {});
  await stateIs('completed');
  expect(await read('/events/verification')).toMatchObject({ ok: true, differences: [] });
});

test('with a budget nothing starts without a rate, and the preflight says so', async () => {
  await prepare({ budget: { amount: 5, currency: 'USD' } }, '44,0.01,USD\n');
  const { estimate } = await read('/cost?estimate=true');
  expect(estimate).toMatchObject({ expected: [], withoutRate: { contacts: 40 } });
  expect(JSON.stringify(await read('/preflight'))).toContain('rates.missing');
  await service.send('POST', `${path}/start`);
  await stateIs('paused');
  expect((await service.send('GET', '/v1/calls')).body['items']).toEqual([]);
  expect((await read())['pause']).toMatchObject({ reason: expect.stringContaining('no rate') as string });
});

test('the daily budget of a client holds for all its campaigns, and they continue the next day', async () => {
  await service.send('PUT', '/v1/clients/default', { budget: { perDay: '0.2', currency: 'USD' } });
  await prepare();
  await service.send('POST', '/v1/campaigns', campaignFile({ name: 'autumn' }));
  await service.send(
    'POST',
    '/v1/campaigns/autumn/contacts',
    csvOf(many.map((_, index) => String(index + 100))),
    csv,
  );
  for (const name of ['spring-checkup', 'autumn']) await service.send('POST', `/v1/campaigns/${name}/start`);
  const reasons = async () => JSON.stringify((await read('/why'))['reasons']);
  await service.until(async () => (await reasons()).includes('budget.client'));
  await service.pass(600_000);
  const spending = await service.store.listCampaigns({ limit: 9 });
  const total = spending.items.reduce((sum, { counters }) => {
    const { reported = 0, calculated = 0, reserved = 0 } = counters.cost?.sums['USD'] ?? {};
    return sum + reported + calculated + reserved;
  }, 0);
  expect(total).toBeLessThanOrEqual(200_000);
  const day = new Date(service.now()).toISOString().slice(0, 10);
  const stored = await service.store.readSpending({ client: 'default', periods: [day] });
  expect(stored).toEqual([{ period: day, currency: 'USD', micros: total }]);
  await service.pass(24 * 3_600_000);
  expect(await spentOf()).toBeGreaterThan(0);
  expect((await service.store.listAttempts({ openOnly: false, limit: 500 })).items.length).toBeGreaterThan(5);
});
