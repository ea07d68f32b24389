import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { beforeEach, describe, expect, test } from 'vitest';
import { RingmasterError } from '../../../src/domain/errors.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import type { Json } from '../../support/service/api-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { ServiceInput, TestService } from '../../support/service/start-service.ts';

let service: TestService;
async function openDraft(input: ServiceInput = {}): Promise<void> {
  service = await startService(input);
  await service.send('POST', '/v1/campaigns', campaignFile());
}
beforeEach(() => openDraft());

const path = '/v1/campaigns/spring-checkup/contacts';
const csv = { 'content-type': 'text/csv' };
const list = csvOf(Array.from({ length: 9 }, (_, index) => `1${index}`));

function upload(body: ReadableStream<Uint8Array>, query = ''): Promise<Response> {
  return service.sendRaw(
    new Request(`http://localhost${path}${query}`, { method: 'POST', headers: csv, body, duplex: 'half' }),
  );
}

function breaking(text: string): ReadableStream<Uint8Array> {
  const pieces = [new TextEncoder().encode(text)];
  return new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else controller.error(new Error('connection reset'));
    },
  });
}

describe('a list', () => {
  test('is answered with counts and rejections by row', async () => {
    const { status, body } = await service.send(
      'POST',
      path,
      'first_name,phone\nAnn,+12125550147\nBob,555-CALL-ME\nCid,(212) 555-0147\nDee,+12125550148\n',
      csv,
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'closed',
      format: 'csv',
      columns: ['first_name', 'phone'],
      lastRow: 5,
      enrolled: 2,
      duplicates: 1,
      rejected: 1,
      by: 'local',
    });
    expect((body['rejections'] as Json[]).map(({ row, code }) => ({ row, code }))).toEqual([
      { row: 3, code: 'contact.phone-invalid' },
      { row: 4, code: 'contact.duplicate' },
    ]);
    const again = await service.send('GET', `/v1/imports/${String(body['id'])}`);
    expect(again.body).toMatchObject({ id: body['id'], enrolled: 2 });
  });

  test('is read by the columns that the request names, instead of the guess', async () => {
    const list =
      'first_name,phone,Direct line,DNC Status\nAnn,+12125550147,+12125550148,clean\nBob,,+12125550149,DNC\n';
    expect((await service.send('POST', path, list, csv)).body).toMatchObject({
      code: 'import.column-question',
    });
    const pairs = encodeURIComponent('phone=Direct line,opted_out=DNC Status');
    const { body } = await service.send('POST', `${path}?columns=${pairs}`, list, csv);
    expect(body).toMatchObject({
      enrolled: 2,
      optedOut: 1,
      addressesSuppressed: 1,
      country: 'US',
      mapping: { taken: expect.arrayContaining([{ as: 'phone', columns: ['Direct line'] }]) },
    });
    const wrong = await service.send('POST', `${path}?columns=phone`, list, csv);
    expect([wrong.status, wrong.body['code']]).toEqual([422, 'import.columns-malformed']);
  });

  test('is read in the charset it names, with the country of its numbers in the answer', async () => {
    const bytes = Buffer.concat([
      Buffer.from('phone,first_name\n2125550147,'),
      Buffer.from([0x8e, 0x52, 0x93, 0x63]),
    ]);
    const send = async (type: string) => {
      const body = new Blob([bytes]).stream();
      const request = new Request(`http://localhost${path}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
        duplex: 'half',
      });
      const answer = await service.sendRaw(request);
      return (await answer.json()) as Json;
    };
    expect(await send('text/csv')).toMatchObject({ status: 422, code: 'import.encoding' });
    expect(await send('text/csv; charset=klingon')).toMatchObject({ code: 'import.encoding-unknown' });
    expect(await send('text/csv; charset=Shift_JIS')).toMatchObject({ enrolled: 1, country: 'US' });
    const { body } = await service.send('GET', `${path}/+12125550147`);
    expect(body).toMatchObject({ name: '山田' });
  });

  test('may be NDJSON or a JSON array', async () => {
    const ndjson = await service.send('POST', path, '{"phone":"+12125550147"}\n{"phone":"+12125550148"}\n', {
      'content-type': 'application/x-ndjson; charset=utf-8',
    });
    expect(ndjson.body).toMatchObject({ format: 'ndjson', enrolled: 2 });
    const json = await service.send('POST', path, [{ phone: '+12125550149' }]);
    expect(json.body).toMatchObject({ format: 'json', enrolled: 1 });
  });

  test('sent twice adds no contact twice', async () => {
    await service.send('POST', path, list, csv);
    const { body } = await service.send('POST', path, list, csv);
    expect(body).toMatchObject({ enrolled: 0, duplicates: 9 });
  });

  test('lists all its rejections in pages', async () => {
    const rows = Array.from({ length: 130 }, (_, index) => `nobody ${index}`);
    const { body } = await service.send<{ id: string; rejections: Json[] }>(
      'POST',
      path,
      `phone\n${rows.join('\n')}\n`,
      csv,
    );
    expect(body.rejections).toHaveLength(100);
    const rejections = `/v1/imports/${body.id}/rejections?limit=100`;
    const first = await service.send<{ items: { row: number }[]; next: string }>('GET', rejections);
    const second = await service.send<typeof first.body>('GET', `${rejections}&after=${first.body.next}`);
    const seen = [...first.body.items, ...second.body.items].map(({ row }) => row);
    expect(seen).toEqual(Array.from({ length: 130 }, (_, index) => index + 2));
    expect(second.body.next).toBeNull();
  });

  test.each([
    ['an unknown charset', 'text/csv; charset=klingon', 'phone\n+12025550147\n', 'import.encoding-unknown'],
    ['JSON that is none', 'application/json', '{"phone":', 'import.malformed-json'],
    ['JSON without a phone number', 'application/json', '[{"size":3}]', 'import.column-missing'],
    ['NDJSON without a phone number', 'application/x-ndjson', '{"size":3}\n', 'import.column-missing'],
  ])('with %s is refused, and nothing is stored', async (_what, type, text, code) => {
    const { status, body } = await service.send('POST', path, text, { 'content-type': type });
    expect({ status, code: body['code'] }).toEqual({ status: 422, code });
    expect(body['goOn']).toMatch(/^No row was imported/);
    const imports = await service.send<{ items: Json[] }>('GET', '/v1/campaigns/spring-checkup/imports');
    expect(imports.body.items).toEqual([]);
    const events = await service.send('GET', '/v1/campaigns/spring-checkup/events');
    expect(events.text).not.toContain('import.');
  });

  test.each([
    ['empty', '', 'import.empty'],
    ['without the column it needs', 'name,size\nAnn,3\n', 'import.column-missing'],
    ['binary', 'PK\u0003\u0004'.padEnd(64, '\u0001'), 'import.binary'],
    ['with a line of 10 MB', `phone\n"${'x'.repeat(10_000_000)}"\n`, 'import.line-too-long'],
  ])('that is %s is refused, and nothing stays open', async (_name, text, code) => {
    const { status, body } = await service.send('POST', path, text, csv);
    expect({ status, code: body['code'] }).toEqual({ status: 422, code });
    expect(body['goOn']).toMatch(/^No row was imported/);
    const imports = await service.send<{ items: Json[] }>('GET', '/v1/campaigns/spring-checkup/imports');
    expect(imports.body.items).toEqual([]);
  });

  test('of an unknown kind is 415', async () => {
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data']) {
      const { status } = await service.send('POST', path, list, { 'content-type': type });
      expect(status).toBe(415);
    }
    const { status, body } = await service.send('POST', path, list, { ...csv, 'content-encoding': 'gzip' });
    expect({ status, code: body['code'] }).toEqual({ status: 415, code: 'request.media-type' });
  });

  test('is read during the upload: rows are committed before its end', async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => `+1212${2_000_000 + index}`);
    const pieces = [`phone\n${rows.slice(0, 1_500).join('\n')}\n`, `${rows.slice(1_500).join('\n')}\n`];
    const people = async () =>
      (await service.store.findCampaign({ client: 'default', name: 'spring-checkup' }))?.counters.total ?? 0;
    let before = 0;
    const response = await upload(
      new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const piece = pieces.shift();
            if (piece === undefined) return controller.close();
            if (pieces.length === 0) {
              while ((await people()) === 0) await new Promise((resolve) => setImmediate(resolve));
              before = await people();
            }
            controller.enqueue(new TextEncoder().encode(piece));
          },
        },
        { highWaterMark: 0 },
      ),
    );
    expect(response.status).toBe(201);
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThanOrEqual(1_500);
    expect(await people()).toBe(2_500);
  });

  test.each([
    ['application/x-ndjson', ['{"phone":"+12125550147"}\n', '{"phone":"+12125550148"}\n']],
    ['application/json', ['[{"phone":"+12125550147"},', '{"phone":"+12125550148"}]']],
    ['text/csv', ['phone\n+12125550147\n+12125550148\n', '+12125550149\n']],
  ])(
    'of few rows that arrive slowly as %s keeps the campaign open from its first row',
    async (type, pieces) => {
      const open = async () =>
        (await service.store.findCampaign({ client: 'default', name: 'spring-checkup' }))?.counters
          .openImports;
      let whileSlow: number | undefined = 0;
      const body = new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const piece = pieces.shift();
            if (piece === undefined) return controller.close();
            if (pieces.length === 0) {
              await service.until(async () => (await open()) === 1);
              whileSlow = await open();
            }
            controller.enqueue(new TextEncoder().encode(piece));
          },
        },
        { highWaterMark: 0 },
      );
      const headers = { 'content-type': type };
      const response = await service.sendRaw(
        new Request(`http://localhost${path}`, { method: 'POST', headers, body, duplex: 'half' }),
      );
      expect({ status: response.status, whileSlow, after: await open() }).toEqual({
        status: 201,
        whileSlow: 1,
        after: 0,
      });
    },
  );

  test('with keys in late rows is answered with one mapping, also when the request is repeated', async () => {
    const rows = Array.from({ length: 300 }, (_, index) =>
      JSON.stringify(
        index < 260
          ? { 'Other phone': `+1212${2_000_000 + index}` }
          : { 'Other phone': '', Phone: `+1212${2_000_000 + index}`, 'First name': 'Ann' },
      ),
    );
    const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': 'late-keys-1' };
    const first = await service.send('POST', path, rows.join('\n'), headers);
    const again = await service.send('POST', path, rows.join('\n'), headers);
    expect(first.body).toMatchObject({ enrolled: 300 });
    expect(first.body['mapping']).toMatchObject({ others: [] });
    expect(again.body['mapping']).toEqual(first.body['mapping']);
  });

  test('too large is 413', async () => {
    service = await startService({ httpLimits: { importBytes: 50 } });
    await service.send('POST', '/v1/campaigns', campaignFile());
    const { status, body } = await service.send('POST', path, list, csv);
    expect({ status, code: body['code'] }).toEqual({ status: 413, code: 'request.body-too-large' });
  });

  test('for a campaign that has ended, or for single calls, is refused', async () => {
    await service.send('POST', path, list, csv);
    await service.send('POST', '/v1/campaigns/spring-checkup/cancel');
    await service.until(async () => {
      const { body } = await service.send('GET', '/v1/campaigns/spring-checkup');
      return body['state'] === 'cancelled';
    });
    const ended = await service.send('POST', path, list, csv);
    expect({ status: ended.status, code: ended.body['code'] }).toEqual({
      status: 409,
      code: 'campaign.command-refused',
    });
    await service.send('POST', '/v1/calls', { to: '+12125550147', from: '+12025550100', speak: 'Hello.' });
    const single = await service.send('POST', '/v1/campaigns/direct/contacts', list, csv);
    expect(single.status).toBe(409);
  });
});

describe('results of a list', () => {
  const imported = async (text: string | Uint8Array, type = 'text/csv') => {
    const request = new Request(`http://localhost${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: Buffer.from(text),
    });
    expect((await service.sendRaw(request)).status).toBe(201);
  };
  const results = async (): Promise<string> => {
    const url = 'http://localhost/v1/campaigns/spring-checkup/results.csv';
    const bytes = await (await service.sendRaw(new Request(url))).arrayBuffer();
    return Buffer.from(bytes).toString('utf8');
  };

  test('are written in its form', async () => {
    await imported('\uFEFFsep=;\nName;Phone;Note\n"Ann; B";+12025550147;"a, b"\nBob;;\n');
    const text = await results();
    expect(text).toMatch(/^\uFEFFsep=;\nName;Phone;Note;rm_state;rm_disposition;rm_attempts;/);
    expect(text).toMatch(/\n"Ann; B";\+12025550147;a, b;pending;;0;;not tried yet\nBob;;;rejected;/);
    expect(text).not.toContain('\r');
  });

  test('in another encoding are in UTF-8, with a byte order mark', async () => {
    await imported(Buffer.from('Name;Phone\r\nZoë;+12025550147\r\n', 'latin1'), 'text/csv; charset=latin1');
    expect(await results()).toMatch(/^\uFEFFName;Phone;rm_state;.*\r\nZoë;\+12025550147;pending;/);
  });

  test('of several lists are written as the first CSV list', async () => {
    await imported('[{"phone":"+12025550147"}]', 'application/json');
    expect(await results()).toMatch(/^phone,rm_state,.*\r\n/);
    await imported('phone|note\n+12025550148|x\n');
    await imported('phone;note\r\n+12025550149;y\r\n');
    expect((await results()).split('\n').map((line) => line.split('|').slice(0, 3))).toEqual([
      ['phone', 'note', 'rm_state'],
      ['+12025550147', '', 'pending'],
      ['+12025550148', 'x', 'pending'],
      ['+12025550149', 'y', 'pending'],
      [''],
    ]);
  });
});

describe('an upload that breaks off', () => {
  const half = `${list.split('\n').slice(0, 6).join('\n')}\n`;

  test('is closed as broken, and the answer has its progress', async () => {
    const response = await upload(breaking(half));
    const body = (await response.json()) as { code: string; import: Json; goOn: string };
    expect({ status: response.status, code: body.code }).toEqual({ status: 400, code: 'import.broken' });
    const imports = await service.send<{ items: Json[] }>('GET', '/v1/campaigns/spring-checkup/imports');
    expect(imports.body.items).toMatchObject([{ id: body.import['id'], state: 'broken' }]);
    expect(body.goOn).toMatch(/^No row was imported/);
  });

  test('continues after its last row, and the results have every row once and in order', async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => `Person ${index + 1},+1212${2_000_000 + index}`);
    const whole = `first_name,phone\n${rows.join('\n')}\n`;
    const broken = await upload(breaking(whole.slice(0, whole.indexOf('Person 1150'))));
    const { import: record, goOn } = (await broken.json()) as {
      import: { id: string; lastRow: number };
      goOn: string;
    };
    expect(record.lastRow).toBe(1_001);
    expect(goOn).toContain(`?resume=${record.id}`);
    const shorter = whole.replace('Person 1,+12122000000\n', '');
    const other = await service.send('POST', `${path}?resume=${record.id}`, shorter, csv);
    expect(other).toMatchObject({
      status: 409,
      body: { code: 'import.other-list', import: { id: record.id, lastRow: 1_001 } },
    });
    const imports = await service.send<{ items: Json[] }>('GET', '/v1/campaigns/spring-checkup/imports');
    expect(imports.body.items).toMatchObject([{ id: record.id, state: 'broken', enrolled: 1_000 }]);
    const { status, body } = await service.send('POST', `${path}?resume=${record.id}`, whole, csv);
    expect(status).toBe(201);
    expect(body).toMatchObject({ enrolled: 200, duplicates: 0, lastRow: 1_201, state: 'closed' });
    const results = await service.send('GET', '/v1/campaigns/spring-checkup/results.csv');
    const names = results.text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]);
    expect(names).toEqual(Array.from({ length: 1_200 }, (_, index) => `Person ${index + 1}`));
  });

  test('resumed under a wrong id is not found', async () => {
    const { status, body } = await service.send('POST', `${path}?resume=imp_nothing`, list, csv);
    expect({ status, code: body['code'] }).toEqual({ status: 404, code: 'import.not-found' });
  });

  test('because of a broken socket is closed as well', async () => {
    const server = serve({ fetch: service.app.fetch, port: 0, hostname: '127.0.0.1' });
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\nContent-Length: 100000\r\n\r\n${half}`,
    );
    const imports = async () => {
      const record = await service.store.findCampaign({ client: 'default', name: 'spring-checkup' });
      return record ? service.store.listImports(record.id) : [];
    };
    await service.until(async () => (await imports()).length === 1);
    socket.destroy();
    await service.until(async () => (await imports())[0]?.state !== 'open');
    expect(await imports()).toMatchObject([{ state: 'broken' }]);
    server.close();
  });

  test('whose import stays open can be closed by request', async () => {
    const record = await service.store.findCampaign({ client: 'default', name: 'spring-checkup' });
    const open = await service.during(
      service.engine.openImport({ campaign: record?.id ?? '', format: 'csv', by: 'test' }),
    );
    const { body } = await service.send('POST', `/v1/imports/${open.id}/close`);
    expect(body).toMatchObject({ id: open.id, state: 'broken' });
  });
});

describe('a list that does not fit on the disk', () => {
  const people = Array.from({ length: 1_200 }, (_, index) => `+1212555${String(index).padStart(4, '0')}`);
  const whole = `phone\n${people.join('\n')}\n`;

  const noLimit = Number.POSITIVE_INFINITY;
  let left: number;

  /** Accepts this number of further commits, and then has no space until the test frees some. */
  function fillAfter(turns: number): { makeRoom: () => void } {
    left = turns;
    return { makeRoom: () => void (left = noLimit) };
  }

  const wrapStore = (store: Store): Store => ({
    ...store,
    commitTurn(turn) {
      left -= 1;
      if (left >= 0) return store.commitTurn(turn);
      const full = { code: 'store.full', family: 'overloaded', message: 'no room' } as const;
      return Promise.reject(new RingmasterError({ ...full, details: { file: '/secret/place' } }));
    },
  });
  beforeEach(() => {
    left = noLimit;
    return openDraft({ wrapStore });
  });

  const counters = async () =>
    (await service.store.findCampaign({ client: 'default', name: 'spring-checkup' }))?.counters;

  test('is answered with its progress and how to send the rest, although the import could not be closed', async () => {
    const disk = fillAfter(2);
    const { status, body } = await service.send('POST', path, whole, csv);
    expect(status).toBe(503);
    expect(body).toMatchObject({
      code: 'store.full',
      import: { state: 'open', lastRow: 251, enrolled: 250 },
    });
    expect(JSON.stringify(body)).not.toContain('secret');
    const { id } = body['import'] as { id: string };
    expect(body['goOn']).toContain(`?resume=${id}`);
    disk.makeRoom();
    const rest = await service.send('POST', `${path}?resume=${id}`, whole, csv);
    expect(rest.body).toMatchObject({ state: 'closed', enrolled: 1_200, duplicates: 0 });
  });

  test('is closed as broken automatically once there is space, and its campaign can complete', async () => {
    const disk = fillAfter(2);
    const { body } = await service.send('POST', path, whole, csv);
    const { id } = body['import'] as { id: string };
    await service.pass(60_000);
    expect((await service.send('GET', `/v1/imports/${id}`)).body).toMatchObject({ state: 'open' });
    disk.makeRoom();
    await service.until(async () => (await service.store.readImport(id))?.state === 'broken');
    expect(await counters()).toMatchObject({ openImports: 0, total: 250 });
    const rest = await service.send('POST', `${path}?resume=${id}`, whole, csv);
    expect(rest.body).toMatchObject({ state: 'closed', lastRow: 1_201 });
    expect(await counters()).toMatchObject({ openImports: 0, total: 1_200 });
  });

  test('is not closed once its upload is continued', async () => {
    const disk = fillAfter(2);
    const { body } = await service.send('POST', path, whole, csv);
    const { id } = body['import'] as { id: string };
    disk.makeRoom();
    const rest = await service.send('POST', `${path}?resume=${id}`, whole, csv);
    expect(rest.body).toMatchObject({ id, state: 'closed', enrolled: 1_200, duplicates: 0 });
    await service.pass(60_000);
    expect((await service.send('GET', `/v1/imports/${id}`)).body).toMatchObject({ id, state: 'closed' });
  });

  test('is answered with how to send it again if no import was started', async () => {
    fillAfter(0);
    const { body } = await service.send('POST', path, whole, csv);
    expect(body).toMatchObject({ code: 'store.full', import: null });
    expect(body['goOn']).toContain('send it again');
  });
});
