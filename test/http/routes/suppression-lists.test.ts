import { beforeEach, describe, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startService();
  await service.send('POST', '/v1/campaigns', campaignFile());
});

const csv = { 'content-type': 'text/csv' };
const upload = (body: string, query = 'country=US&origin=dnc.csv') =>
  service.send('POST', `/v1/suppression-imports?${query}`, body, csv);
const exported = async (query = '') =>
  (await service.sendRaw(new Request(`http://localhost/v1/suppression-export?format=ndjson${query}`))).text();
const entriesIn = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string | null>);

const list = [
  'Phone;E-Mail;Reason;Expires;CRM ID',
  '(202) 555-0101;;asked;;',
  '011 44 20 7946 0018;ada@example.com;;2030-01-01;',
  '1-202-555-0102 / 202.555.0103;;;soon;c-7',
  'no number;;;;',
  ';;;;',
  ';BOB@Example.com;;2020-01-01;',
].join('\n');

describe('an imported do-not-contact list', () => {
  test('is read row by row in any writing, has no effect a second time, and is exported', async () => {
    const { status, body } = await upload(list);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      rows: 5,
      addresses: 7,
      added: 6,
      changed: 0,
      ended: 1,
      refused: 1,
      warned: 1,
      issues: [
        { row: 4, code: 'suppression.end-unclear' },
        { row: 5, code: 'contact.phone-invalid' },
      ],
    });
    const text = await exported();
    expect(entriesIn(text).map(({ address, expiresAt }) => [address, expiresAt])).toEqual([
      ['+12025550101', null],
      ['+12025550102', null],
      ['+12025550103', null],
      ['+442079460018', '2030-01-01T00:00:00Z'],
      ['ada@example.com', '2030-01-01T00:00:00Z'],
      ['id:c-7', null],
    ]);
    expect(entriesIn(text)[0]).toMatchObject({
      client: 'default',
      campaign: null,
      reason: 'asked',
      source: 'import',
      origin: 'dnc.csv',
      by: 'local',
    });
    expect((await upload(list)).body).toMatchObject({ added: 0, changed: 0, unchanged: 6 });
    expect(await exported()).toBe(text);
    // An export is a list again.
    const asCsv = await service.sendRaw(new Request('http://localhost/v1/suppression-export'));
    const again = await upload(await asCsv.text(), 'client=other');
    expect(again.body).toMatchObject({ added: 6, refused: 0, warned: 0 });
  });

  test('may have no header, one column, or an area code beside the number', async () => {
    expect((await upload('202,5550104\n', 'country=US')).status).toBe(422);
    expect((await upload('2025550104\n202-555-0105\n', 'country=US')).body).toMatchObject({ added: 2 });
    expect((await upload('area code,number\n202,5550106\n', 'country=US')).body).toMatchObject({ added: 1 });
    expect((await upload('anything\n+12025550107\n')).body).toMatchObject({ added: 1 });
    expect((await upload('a,b\nx,y\n')).body).toMatchObject({ code: 'import.column-missing' });
    expect((await upload('')).body).toMatchObject({ code: 'import.empty' });
    // One line that is no address, and no name of a column either.
    expect((await upload('[]')).body).toMatchObject({ code: 'import.column-missing' });
    expect((await upload('phone\n')).body).toMatchObject({ rows: 0, added: 0 });
    const nothing = await service.send('POST', '/v1/suppression-imports', []);
    expect(nothing.body).toMatchObject({ code: 'import.empty' });
    expect((await upload('phone\n2025550108\n', '')).body).toMatchObject({ added: 0, refused: 1 });
    expect(entriesIn(await exported())).toHaveLength(4);
  });

  test('of a campaign is only for it; entries end, are listed, and are removed with a reason', async () => {
    expect((await upload('+12025550101\n', 'campaign=spring-checkup')).body).toMatchObject({ added: 1 });
    const order = { address: '+12025550102', campaign: 'spring-checkup', expiresAt: '2099-01-01T00:00:00Z' };
    const added = await service.send('POST', '/v1/suppressions', {
      ...order,
      source: 'complaint',
      origin: 'T-1',
    });
    expect(added.body).toMatchObject({
      source: 'complaint',
      origin: 'T-1',
      expiresAt: '2099-01-01T00:00:00Z',
    });
    const { campaign } = added.body;
    const { body } = await service.send('GET', '/v1/suppressions?campaign=spring-checkup');
    expect(body['items']).toHaveLength(2);
    const verdict = await service.send('POST', '/v1/suppression-verdict', { address: '+12025550102' });
    expect(verdict.body).toMatchObject({
      mayContact: true,
      lists: [
        { client: 'default', campaign: null, entry: null },
        { client: '*', campaign: null, entry: null },
        { client: 'default', campaign, entry: { reason: 'requested', source: 'complaint' } },
      ],
    });
    const ended = { ...order, expiresAt: '2020-01-01T00:00:00Z' };
    expect((await service.send('POST', '/v1/suppressions', ended)).body).toMatchObject({
      code: 'suppression.ended',
    });
    const path = '/v1/suppressions/%2B12025550102';
    expect((await service.send('DELETE', path)).status).toBe(404);
    expect((await service.send('DELETE', `${path}?campaign=spring-checkup&reason=wrong`)).status).toBe(204);
    const log = await service.send('GET', '/v1/clients/default/log');
    expect(log.body['items']).toMatchObject([
      { type: 'suppression.removed', by: 'local', data: { why: 'wrong', campaign } },
    ]);
    expect(await exported('&campaign=spring-checkup')).toContain('+12025550101');
  });
});
