import { beforeEach, describe, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import type { Json } from '../../support/service/api-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startService();
});

const csv = { 'content-type': 'text/csv' };

async function create(over: Parameters<typeof campaignFile>[0] = {}): Promise<Json> {
  const { status, body } = await service.send('POST', '/v1/campaigns', campaignFile(over));
  expect(status).toBe(201);
  return body;
}

async function createWithPeople(suffixes: readonly string[] = ['00', '00', '00']): Promise<string> {
  const { id } = await create();
  await service.send('POST', `/v1/campaigns/${String(id)}/contacts`, csvOf(suffixes), csv);
  return String(id);
}

describe('creating and reading', () => {
  test('a campaign starts as a draft with all defaults', async () => {
    const body = await create();
    expect(body).toMatchObject({
      name: 'spring-checkup',
      client: 'default',
      state: 'draft',
      total: 0,
      definitionVersion: 1,
      startedAt: null,
      createdAt: '2027-03-01T15:00:00Z',
      definition: { rateLimits: { concurrent: 10, perSecond: 2 }, retry: { maxAttempts: 3 } },
    });
    expect(body['id']).toMatch(/^cmp_[0-9A-Z]{26}$/);
  });

  test('its name is accepted wherever its id is', async () => {
    const { id } = await create();
    for (const path of ['', '/progress', '/why', '/report', '/events', '/contacts', '/imports']) {
      const byName = await service.send('GET', `/v1/campaigns/spring-checkup${path}`);
      const byId = await service.send('GET', `/v1/campaigns/${String(id)}${path}`);
      expect(byName.status).toBe(200);
      expect(byName.body).toEqual(byId.body);
    }
  });

  test('a name is unique within a client', async () => {
    await create();
    await create({ client: 'northwind' });
    const { status, body } = await service.send('POST', '/v1/campaigns', campaignFile());
    expect({ status, code: body['code'] }).toEqual({ status: 409, code: 'campaign.name-taken' });
  });

  test('a name is found for any client, and refused if several clients have it', async () => {
    await create({ client: 'northwind' });
    const found = await service.send('GET', '/v1/campaigns/spring-checkup');
    expect(found.body).toMatchObject({ client: 'northwind' });
    await create({ client: 'southwind' });
    const { status, body } = await service.send('POST', '/v1/campaigns/spring-checkup/pause', {});
    expect({ status, code: body['code'] }).toEqual({ status: 409, code: 'campaign.name-ambiguous' });
    const named = await service.send('GET', '/v1/campaigns/spring-checkup?client=southwind');
    expect(named.body).toMatchObject({ client: 'southwind' });
  });

  test('a wrong definition names path, message and fix', async () => {
    const { steps } = campaignFile();
    const { status, body } = await service.send<{ code: string; detail: string; issues: Json[] }>(
      'POST',
      '/v1/campaigns',
      { name: 'x', steps: [{ ...steps[0], ringTimeot: '30s' }] },
    );
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'definition.invalid' });
    expect(body.issues[0]).toMatchObject({ path: 'steps[0].ringTimeot' });
    expect(body.detail).toContain('ringTimeout');
  });

  test.each([
    ['negative limits', { rateLimits: { concurrent: -1 } }],
    ['an end of the window before its start', { sendWindow: { start: '17:00', end: '09:00' } }],
    ['an unknown time zone', { sendWindow: { timezone: 'Mars/Olympus' } }],
    ['no step at all', { steps: [] }],
  ])('%s is refused and nothing is created', async (_name, over) => {
    const { status } = await service.send('POST', '/v1/campaigns', { ...campaignFile(), ...over });
    expect(status).toBe(422);
    expect((await service.send('GET', '/v1/campaigns')).body).toEqual({ notices: [], items: [], next: null });
  });

  test('a campaign inherits omitted settings from its client, key by key', async () => {
    await service.send('PUT', '/v1/clients/northwind', {
      rateLimits: { concurrent: 3, perSecond: 1 },
      sendWindow: { start: '10:00' },
    });
    const body = await create({ client: 'northwind', rateLimits: { perSecond: 5 } });
    expect(body).toMatchObject({
      definition: {
        rateLimits: { concurrent: 3, perSecond: 5 },
        sendWindow: { start: '10:00', end: '17:00' },
      },
    });
  });

  test('lists come page by page, newest first, and by state', async () => {
    for (const name of ['a', 'b', 'c']) await create({ name });
    type List = { items: { name: string }[]; next: string | null };
    const first = await service.send<List>('GET', '/v1/campaigns?limit=2');
    expect(first.body.items.map(({ name }) => name)).toEqual(['c', 'b']);
    const after = encodeURIComponent(String(first.body.next));
    const second = await service.send<List>('GET', `/v1/campaigns?limit=2&after=${after}`);
    expect(second.body).toMatchObject({ items: [{ name: 'a' }], next: null });
    const running = await service.send<List>('GET', '/v1/campaigns?state=running,paused');
    expect(running.body.items).toEqual([]);
    const wrong = await service.send('GET', '/v1/campaigns?state=flying');
    expect(wrong.status).toBe(422);
  });
});

describe('editing and deleting', () => {
  test('a patch changes only what it names', async () => {
    const { id } = await create();
    const { status, body } = await service.send<{ campaign: Json; changed: boolean }>(
      'PATCH',
      `/v1/campaigns/${String(id)}`,
      { rateLimits: { concurrent: 20 } },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      changed: true,
      campaign: { definitionVersion: 2, definition: { rateLimits: { concurrent: 20, perSecond: 2 } } },
    });
    const again = await service.send('PATCH', `/v1/campaigns/${String(id)}`, {
      rateLimits: { concurrent: 20 },
    });
    expect(again.body).toMatchObject({ changed: false, campaign: { definitionVersion: 2 } });
  });

  test('a running campaign refuses changes that are not allowed any more, and names the allowed ones', async () => {
    const id = await createWithPeople();
    await service.send('POST', `/v1/campaigns/${id}/start`);
    const { status, body } = await service.send('PATCH', `/v1/campaigns/${id}`, { keepOpen: true });
    expect({ status, code: body['code'] }).toEqual({ status: 409, code: 'campaign.edit-refused' });
    expect(body['allowed']).toContain('rateLimits');
  });

  test('the log records each edit with its author, the old and the new value', async () => {
    const id = await createWithPeople();
    await service.send('POST', `/v1/campaigns/${id}/start`);
    await service.send('PATCH', `/v1/campaigns/${id}`, { priority: 9 });
    const { body } = await service.send<{ items: Json[] }>('GET', `/v1/campaigns/${id}/events?limit=500`);
    const edited = body.items.find(({ type }) => type === 'campaign.edited');
    expect(edited?.['by']).toEqual(expect.stringMatching(/./));
    expect(edited?.['data']).toEqual({
      version: 2,
      changed: ['priority'],
      from: { priority: 5 },
      to: { priority: 9 },
    });
  });

  test('an edit of a version that was edited meanwhile changes nothing, and says who edited it', async () => {
    const id = await createWithPeople();
    const edit = (version: string, patch: Json) =>
      service.send('PATCH', `/v1/campaigns/${id}?expectedVersion=${version}`, patch);
    expect((await edit('1', { priority: 9 })).body).toMatchObject({ campaign: { definitionVersion: 2 } });
    const refused = await edit('1', { priority: 7 });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'campaign.changed-meanwhile',
        expectedVersion: 1,
        definitionVersion: 2,
        editedBy: expect.stringMatching(/./) as string,
        editedAt: expect.stringMatching(/Z$/) as string,
      },
    });
    expect(refused.body['detail']).toMatch(
      /definition has version 2, not 1\. The last edit was by \S+, at \S+Z\.$/,
    );
    const { body: present } = await service.send('GET', `/v1/campaigns/${id}`);
    expect(present).toMatchObject({ definitionVersion: 2, priority: 9 });
    expect((await edit('1', { priority: 9 })).body).toMatchObject({ changed: false });
    expect((await edit('2', { priority: 7 })).body).toMatchObject({ campaign: { definitionVersion: 3 } });
    for (const version of ['', '-1', 'two']) expect((await edit(version, { priority: 1 })).status).toBe(422);
  });

  test('a patch that makes the definition invalid changes nothing', async () => {
    const { id } = await create();
    const { status } = await service.send('PATCH', `/v1/campaigns/${String(id)}`, { steps: null });
    expect(status).toBe(422);
    expect((await service.send('GET', `/v1/campaigns/${String(id)}`)).body).toMatchObject({
      definitionVersion: 1,
    });
  });

  test.each([
    { body: { '': null }, path: '[""]' },
    { body: { priorty: null }, path: 'priorty' },
    { body: { rateLimits: { perHuor: null } }, path: 'rateLimits.perHuor' },
    { body: { priorty: { level: null } }, path: 'priorty' },
  ])('an unknown key is refused in a patch and in a new campaign, also with null: $path', async (unknown) => {
    const { id } = await create();
    const patched = await service.send<{ issues: Json[] }>(
      'PATCH',
      `/v1/campaigns/${String(id)}`,
      unknown.body,
    );
    const created = await service.send<{ issues: Json[] }>('POST', '/v1/campaigns', {
      ...campaignFile({ name: 'second' }),
      ...unknown.body,
    });
    for (const { status, body } of [patched, created]) {
      expect({ status, issues: body.issues }).toMatchObject({
        status: 422,
        issues: [{ path: unknown.path }],
      });
    }
  });

  test('null removes a known key: the default returns', async () => {
    const { id } = await create({ priority: 9 });
    const { status, body } = await service.send('PATCH', `/v1/campaigns/${String(id)}`, {
      priority: null,
      rateLimits: { perHour: null },
    });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { campaign: { definition: { priority: 5 } } },
    });
  });

  test('a draft can be deleted, a running campaign cannot', async () => {
    const { id } = await create({ name: 'short-lived' });
    expect((await service.send('DELETE', `/v1/campaigns/${String(id)}`)).status).toBe(204);
    expect((await service.send('GET', `/v1/campaigns/${String(id)}`)).status).toBe(404);
    const running = await createWithPeople();
    await service.send('POST', `/v1/campaigns/${running}/start`);
    const { status, body } = await service.send('DELETE', `/v1/campaigns/${running}`);
    expect({ status, code: body['code'] }).toEqual({ status: 409, code: 'campaign.command-refused' });
  });
});

describe('commands', () => {
  test('a campaign without contacts does not start', async () => {
    await create();
    const { status, body } = await service.send('POST', '/v1/campaigns/spring-checkup/start');
    expect({ status, code: body['code'] }).toEqual({ status: 409, code: 'campaign.empty' });
  });

  test('a pause has its author and reason; a second one changes nothing; resuming names the same next contact', async () => {
    const id = await createWithPeople();
    await service.send('POST', '/v1/clients/default/pause');
    await service.send('POST', `/v1/campaigns/${id}/start`);
    const pause = () => service.send('POST', `/v1/campaigns/${id}/pause`, { reason: 'client asked' });
    const first = await pause();
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      changed: true,
      finishing: 0,
      next: { row: 2, position: 1 },
      campaign: {
        state: 'paused',
        pausedAt: '2027-03-01T15:00:00Z',
        resumedAt: null,
        pause: { cause: 'operator', by: 'local', reason: 'client asked' },
      },
    });
    const second = await pause();
    expect(second.body).toMatchObject({ changed: false, campaign: { pausedAt: '2027-03-01T15:00:00Z' } });
    const resumed = await service.send('POST', `/v1/campaigns/${id}/resume`);
    expect(resumed.body).toMatchObject({ changed: true, next: first.body['next'] });
  });

  test('after a pause no call is placed', async () => {
    const id = await createWithPeople(['14', '14', '14', '14', '14', '14']);
    await service.send('POST', `/v1/campaigns/${id}/start`);
    await service.until(() => service.simulator.calls().length >= 2);
    const { body } = await service.send('POST', `/v1/campaigns/${id}/pause`);
    const placed = service.simulator.calls().length;
    expect(body['finishing']).toBe(placed);
    await service.until(() => service.simulator.calls().every(({ state }) => state === 'ended'));
    expect(service.simulator.calls()).toHaveLength(placed);
  });

  test('a command that the state does not accept is refused with the accepted ones', async () => {
    const id = await createWithPeople();
    const { status, body } = await service.send('POST', `/v1/campaigns/${id}/resume`);
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'campaign.command-refused',
      detail: 'A draft campaign cannot be resumed.',
      state: 'draft',
      allowed: ['start', 'cancel'],
    });
  });

  test('a start in the future is a schedule, and can be cancelled', async () => {
    const id = await createWithPeople();
    const { body } = await service.send('POST', `/v1/campaigns/${id}/start`, {
      startAt: '2027-03-02T09:00:00+01:00',
    });
    expect(body).toMatchObject({ campaign: { state: 'scheduled', startAt: '2027-03-02T08:00:00Z' } });
    const back = await service.send('POST', `/v1/campaigns/${id}/unschedule`);
    expect(back.body).toMatchObject({ campaign: { state: 'draft', startAt: null } });
  });

  test('a campaign runs to its end over the carrier, and is archived', async () => {
    const id = await createWithPeople(['00', '00', '06']);
    await service.send('POST', `/v1/campaigns/${id}/start`);
    await service.until(async () => (await service.store.readCampaign(id))?.state === 'completed');
    const progress = await service.send('GET', `/v1/campaigns/${id}/progress`);
    expect(progress.body).toMatchObject({ total: 3, remaining: 0, percent: 100, contacts: { invalid: 1 } });
    const report = await service.send('GET', `/v1/campaigns/${id}/report`);
    expect(report.body).toMatchObject({ state: 'completed', total: 3, rows: { total: 3, enrolled: 3 } });
    const refused = await service.send('POST', `/v1/campaigns/${id}/pause`);
    expect(refused.body).toMatchObject({ state: 'completed', allowed: ['archive'] });
    const archived = await service.send('POST', `/v1/campaigns/${id}/archive`);
    expect(archived.body).toMatchObject({ campaign: { state: 'archived' }, changed: true });
  });
});
