import { beforeEach, describe, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

const csv = { 'content-type': 'text/csv' };
let service: TestService;
beforeEach(async () => {
  service = await startService();
});

async function draft(over: Parameters<typeof campaignFile>[0] = {}): Promise<string> {
  return String((await service.send('POST', '/v1/campaigns', campaignFile(over))).body['id']);
}

describe('POST /v1/campaign-files/check', () => {
  const check = async (text: string) =>
    (await service.send('POST', '/v1/campaign-files/check', { text })).body;

  test('returns the file as it is written, without defaults', async () => {
    const text = JSON.stringify(campaignFile());
    expect(await check(text)).toEqual({
      file: campaignFile(),
      variables: ['first_name'],
      issues: [],
    });
  });

  test('returns every issue with its place', async () => {
    const text = 'name: spring\nsteps:\n  - id: call\n    channel: voice\n    form: "+12025550100"\n';
    const { file, issues } = await check(text);
    expect(file).toBeNull();
    expect(issues).toContainEqual(
      expect.objectContaining({ line: 5, column: 5, path: 'steps[0].form', fix: 'did you mean from?' }),
    );
  });

  test('a syntax error is an issue, not a fault', async () => {
    expect(await check('name: [')).toMatchObject({ file: null, issues: [{ line: 1 }] });
  });
});

describe('POST /v1/campaigns/:id/contact-preview', () => {
  test('shows columns, roles, rows and what would be rejected, and stores nothing', async () => {
    const id = await draft();
    const list = 'first_name,Mobile,Score\nAda,+12025550123,7\nBob,12,8\n';
    const { status, body } = await service.send('POST', `/v1/campaigns/${id}/contact-preview`, list, csv);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      columns: ['first_name', 'Mobile', 'Score'],
      rows: [
        { row: 2, cells: ['Ada', '+12025550123', '7'], problem: null },
        { row: 3, cells: ['Bob', '12', '8'], problem: { code: 'contact.phone-invalid' } },
      ],
    });
    expect(body['mapping']).toMatchObject({
      taken: expect.arrayContaining([{ as: 'phone', columns: ['Mobile'] }]),
    });
    expect((await service.send('GET', `/v1/campaigns/${id}/imports`)).body).toMatchObject({ items: [] });
  });

  test('reads the first rows of a list that is cut off', async () => {
    const id = await draft();
    const rows = Array.from({ length: 40 }, (_, row) => `P${row},+1202555${1000 + row}`).join('\n');
    const cut = `name,phone\n${rows}\n"Ada, cut off in a quo`;
    const { status, body } = await service.send('POST', `/v1/campaigns/${id}/contact-preview`, cut, csv);
    expect({ status, rows: (body['rows'] as unknown[]).length }).toEqual({ status: 200, rows: 10 });
  });

  test('takes corrections of the columns', async () => {
    const id = await draft();
    const path = `/v1/campaigns/${id}/contact-preview?columns=${encodeURIComponent('phone=Home,ignore=Mobile')}`;
    const list = 'Mobile,Home\n+12025550123,+12025550124\n';
    const { body } = await service.send('POST', path, list, csv);
    expect(body['mapping']).toMatchObject({
      taken: [{ as: 'phone', columns: ['Home'] }],
      others: ['Mobile'],
    });
  });
});

describe('GET /v1/campaigns/:id/preflight', () => {
  const preflight = async (id: string) => (await service.send('GET', `/v1/campaigns/${id}/preflight`)).body;

  test.each([
    { what: 'no contacts', over: {}, contacts: false },
    { what: 'an end that has passed', over: { end: '2020-01-01T00:00:00Z' }, contacts: true },
    { what: 'nothing', over: {}, contacts: true },
  ])('refuses what the start refuses: $what', async ({ over, contacts }) => {
    const id = await draft(over);
    if (contacts) await service.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(['14']), csv);
    const { canStart, refusals } = await preflight(id);
    const { status, body } = await service.send('POST', `/v1/campaigns/${id}/start`);
    expect(canStart).toBe(status === 200);
    const codes = (refusals as { code: string; detail: string }[]).map(({ code }) => code);
    expect(codes).toEqual(status === 200 ? [] : [body['code']]);
  });

  test('warns of an emergency stop and of hours that never open', async () => {
    const days = Object.fromEntries(
      ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, 'closed']),
    );
    const id = await draft({ sendWindow: { days } });
    await service.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(['14']), csv);
    await service.send('POST', '/v1/pause', { reason: 'wrong list' });
    const { canStart, warnings } = await preflight(id);
    expect(canStart).toBe(true);
    const codes = (warnings as { code: string }[]).map(({ code }) => code);
    expect(codes).toEqual(['emergency.stop', 'window.never']);
  });

  test('a campaign that has started cannot be started', async () => {
    const id = await draft();
    await service.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(['14']), csv);
    await service.send('POST', `/v1/campaigns/${id}/start`);
    expect(await preflight(id)).toMatchObject({
      canStart: false,
      refusals: [{ code: 'campaign.command-refused' }],
    });
  });
});

describe('variables of the texts that no list fills', () => {
  const warnings = async (id: string): Promise<unknown> =>
    (await service.send('GET', `/v1/campaigns/${id}/preflight`)).body['warnings'];

  test('are named before the first list, and warned of if a list does not have them', async () => {
    const id = await draft();
    expect(await warnings(id)).toContainEqual(
      expect.objectContaining({
        code: 'template.variables-needed',
        detail: 'The texts use {{first_name}}: the list must have a column for each.',
      }),
    );
    await service.send('POST', `/v1/campaigns/${id}/contacts`, 'phone,frist_name\n+12025550123,Ada\n', csv);
    expect(await warnings(id)).toContainEqual(
      expect.objectContaining({ code: 'template.variable-unknown', hint: 'Did you mean {{frist_name}}?' }),
    );
    await service.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(['14']), csv);
    expect(await warnings(id)).not.toContainEqual(
      expect.objectContaining({ code: expect.stringMatching(/^template/) }),
    );
  });
});
