import { beforeEach, describe, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import type { Json } from '../../support/service/api-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

let service: TestService;
let base: string;
beforeEach(async () => {
  service = await startService({ carrier: { scenario: { impatient: 0 } } });
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ retry: { maxAttempts: 1 } }));
  base = `/v1/campaigns/${String(body['id'])}`;
  await service.send('POST', `${base}/contacts`, csvOf(['00', '01', '02', '06', '00']), {
    'content-type': 'text/csv',
  });
});

type EventPage = { items: { seq: number }[]; next: string | null };
type List = { items: (Json & { id: string; phone: string })[]; next: string | null };
const people = (query = '') => service.send<List>('GET', `${base}/contacts${query}`);
const finish = async () => {
  await service.send('POST', `${base}/start`);
  const id = base.replace('/v1/campaigns/', '');
  await service.until(async () => (await service.store.readCampaign(id))?.state === 'completed');
};

describe('contacts of a campaign', () => {
  test('are listed in order, page by page, with row and position', async () => {
    const first = await people('?limit=3');
    expect(first.body.items.map(({ row, position, name }) => ({ row, position, name }))).toEqual([
      { row: 2, position: 1, name: 'Person 1' },
      { row: 3, position: 2, name: 'Person 2' },
      { row: 4, position: 3, name: 'Person 3' },
    ]);
    const rest = await people(`?limit=3&after=${encodeURIComponent(String(first.body.next))}`);
    expect(rest.body.items.map(({ row }) => row)).toEqual([5, 6]);
    expect(rest.body.next).toBeNull();
  });

  test('that do not exist are not found by any form of a number, and the answer names the correct form', async () => {
    for (const written of ['(212) 555-0100', '+1 212-555-0100', '2125550100']) {
      const { status, body } = await service.send('GET', `${base}/contacts/${encodeURIComponent(written)}`);
      expect(status).toBe(404);
      expect(body['hint']).toBe('Write the number with its country code: +12025550100.');
    }
    expect((await service.send('GET', `${base}/contacts/ann`)).body).not.toHaveProperty('hint');
  });

  test('are found by contact id, enrollment id and phone number', async () => {
    const { body } = await people();
    const [person] = body.items;
    for (const who of [person?.id, person?.['enrollmentId'], person?.phone]) {
      const found = await service.send('GET', `${base}/contacts/${encodeURIComponent(String(who))}`);
      expect(found.body).toMatchObject({ id: person?.id });
    }
    const plus = await service.send('GET', `${base}/contacts/${String(person?.phone)}`);
    expect(plus.body).toMatchObject({ id: person?.id });
  });

  test('are found by their national number, read with a country that the campaign calls', async () => {
    const [person] = (await people()).body.items;
    const national = (person?.phone ?? '').slice(2);
    const written = [
      `(${national.slice(0, 3)}) ${national.slice(3, 6)}-${national.slice(6)}`,
      national,
      `+1 ${national}`,
    ];
    for (const who of written) {
      const found = await service.send('GET', `${base}/contacts/${encodeURIComponent(who)}`);
      expect(found.body, who).toMatchObject({ id: person?.id });
      expect((await people(`?find=${encodeURIComponent(who)}`)).body.items.map(({ id }) => id)).toEqual([
        person?.id,
      ]);
    }
  });

  test('are found by a part of the name, and by state', async () => {
    const rows = async (query: string) => (await people(query)).body.items.map(({ row }) => row);
    expect(await rows('?find=PERSON%203')).toEqual([4]);
    expect(await rows('?find=person&limit=500')).toEqual([2, 3, 4, 5, 6]);
    expect(await rows('?find=person&state=completed')).toEqual([]);
    expect(await rows('?find=nobody')).toEqual([]);
    const first = await people('?find=person&limit=2');
    expect(first.body.items).toHaveLength(2);
    const rest = `?find=person&limit=9&after=${encodeURIComponent(String(first.body.next))}`;
    expect(await rows(rest)).toEqual([4, 5, 6]);
  });

  test('are found by the row of a list, also if the row before it was not a contact', async () => {
    await service.send('POST', `${base}/contacts`, csvOf(['00', '07', '08']).replace('+1212555010', 'no'), {
      'content-type': 'text/csv',
    });
    const rows = async (row: number) =>
      (await people(`?row=${row}`)).body.items.map(({ row: own, position }) => ({ row: own, position }));
    expect(await rows(2)).toEqual([{ row: 2, position: 1 }]);
    expect(await rows(1)).toEqual([]);
    expect(await rows(99)).toEqual([]);
    expect(await rows(4)).toEqual([
      { row: 4, position: 3 },
      { row: 4, position: 6 },
    ]);
  });

  test('that are not in it are not found', async () => {
    for (const who of ['con_01ARZ3NDEKTSV4RRFFQ69G5FAV', '+12025550199', 'x', '%F0%9F%92%A9']) {
      expect((await service.send('GET', `${base}/contacts/${who}`)).status).toBe(404);
      expect((await service.send('POST', `${base}/contacts/${who}/pause`)).status).toBe(404);
    }
  });

  test('can be paused and resumed one by one', async () => {
    const [person] = (await people()).body.items;
    const command = (name: string) =>
      service.send('POST', `${base}/contacts/${person?.id}/${name}`, { reason: 'asked' });
    expect((await command('pause')).body).toMatchObject({ changed: true, contact: { state: 'paused' } });
    expect((await command('pause')).body).toMatchObject({ changed: false });
    const refused = await command('retry');
    expect({ status: refused.status, allowed: refused.body['allowed'] }).toEqual({
      status: 409,
      allowed: ['resume', 'call-back', 'skip', 'remove'],
    });
    expect((await people('?state=paused')).body.items).toHaveLength(1);
    expect((await command('resume')).body).toMatchObject({ changed: true, contact: { state: 'pending' } });
  });

  test('that were removed have an end and accept no command', async () => {
    const [person] = (await people()).body.items;
    const command = (name: string) => service.send('POST', `${base}/contacts/${person?.id}/${name}`);
    expect((await command('remove')).body).toMatchObject({ contact: { state: 'cancelled' } });
    const { status, body } = await command('retry');
    expect({ status, code: body['code'], allowed: body['allowed'] }).toEqual({
      status: 409,
      code: 'contact.command-refused',
      allowed: [],
    });
  });

  test('have a reason and a history', async () => {
    const [person] = (await people()).body.items;
    await service.send('POST', `${base}/contacts/${person?.id}/pause`, { reason: 'asked' });
    const { body } = await service.send<{ summary: string; history: Json[] }>(
      'GET',
      `${base}/contacts/${person?.id}/why`,
    );
    expect(body.summary).not.toBe('');
    expect(body.history).toMatchObject([{ type: 'contact.pause', by: 'local', data: { reason: 'asked' } }]);
  });
});

describe('answers', () => {
  test('the reasons add up to the remaining contacts', async () => {
    const { body } = await service.send<{ reasons: { contacts: number }[] }>('GET', `${base}/why`);
    expect(body).toMatchObject({ state: 'draft', reasons: [{ code: 'campaign.draft', contacts: 5 }] });
  });

  test('the results are the imported list with the results of each contact', async () => {
    await service.send('POST', `${base}/contacts`, csvOf(['00', '01']), { 'content-type': 'text/csv' });
    await finish();
    const { text, headers } = await service.send('GET', `${base}/results.csv`);
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('content-disposition')).toContain('spring-checkup-results.csv');
    const [header, ...rows] = text
      .trim()
      .split('\n')
      .map((line) => line.trim().split(','));
    expect(header).toEqual([
      'first_name',
      'phone',
      'rm_state',
      'rm_disposition',
      'rm_attempts',
      'rm_last_attempt_at',
      'rm_reason',
    ]);
    expect(rows.map(([name]) => name)).toEqual([1, 2, 3, 4, 5, 1, 2].map((number) => `Person ${number}`));
    expect(rows.map((cells) => cells[2])).toEqual([
      'completed',
      'exhausted',
      'exhausted',
      'invalid',
      'completed',
      'duplicate',
      'duplicate',
    ]);
  });

  test('events are listed page by page without gaps, also of one contact', async () => {
    await finish();
    const seen: number[] = [];
    for (let after: string | null = '0'; after !== null;) {
      const page: { body: EventPage } = await service.send<EventPage>(
        'GET',
        `${base}/events?limit=7&after=${after}`,
      );
      seen.push(...page.body.items.map(({ seq }) => seq));
      after = page.body.next;
    }
    expect(seen).toEqual(Array.from(seen, (_, index) => index + 1));
    const [person] = (await people()).body.items;
    const own = await service.send<{ items: Json[] }>('GET', `${base}/events?contact=${person?.id}`);
    expect(own.body.items.length).toBeGreaterThan(2);
    expect(own.body.items.every(({ position }) => position === 1)).toBe(true);
  });

  test('the last n events are listed, of all or of one contact, and with names on request', async () => {
    await finish();
    const get = async (query: string) =>
      (await service.send<{ items: (Json & { seq: number })[] }>('GET', `${base}/events?limit=500${query}`))
        .body.items;
    const all = await get('');
    expect((await get('&last=3')).map(({ seq }) => seq)).toEqual(all.slice(-3).map(({ seq }) => seq));
    expect(await get('&last=9999')).toHaveLength(all.length);
    const [person] = (await people()).body.items;
    const about = `&contact=${String(person?.id)}`;
    const theirs = await get(about);
    expect(await get(`${about}&last=2`)).toEqual(theirs.slice(-2));
    const named = await get(`${about}&last=1&contacts=true`);
    expect(named).toMatchObject([
      { contact: { id: person?.id, row: 2, name: 'Person 1', phone: person?.phone } },
    ]);
  });

  test('no event and no progress contains a number, an address or a name', async () => {
    await finish();
    for (const path of ['/events?limit=500', '/progress', '/why']) {
      const { status, text } = await service.send('GET', `${base}${path}`);
      expect(status).toBe(200);
      expect(text).not.toMatch(/\+1212555|Person \d/);
    }
  });
});
