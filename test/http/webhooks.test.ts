import { beforeEach, describe, expect, test } from 'vitest';
import { RingmasterError } from '../../src/domain/errors.ts';
import { signature, signedText } from '../../src/simulator/callbacks/signature.ts';
import type { CallbacksView } from '../../src/queries/index.ts';
import type { Json } from '../support/service/api-client.ts';
import { account, publicUrl } from '../support/service/process.ts';
import { startService } from '../support/service/start-service.ts';
import type { ServiceInput, TestService } from '../support/service/start-service.ts';

let service: TestService;
let attempt: string;
let campaign: string;

const flow = [
  { speak: 'Hello {{name}}.' },
  { gather: { speak: 'Press 1.', on: { '1': 'confirmed', '9': 'opt-out' } } },
  { speak: 'Good bye.' },
];

/** A call that rings at the carrier, so that a test can send callbacks. */
async function open(input: ServiceInput = {}): Promise<void> {
  service = await startService({ carrier: { callsPerSecond: 0.001 }, ...input });
  await service.send('POST', '/v1/calls', {
    to: '+12125550199',
    from: '+12025550100',
    speak: 'First in line.',
  });
  const { body } = await service.send<{ campaign: string; call: Json }>('POST', '/v1/calls', {
    to: '+12125550113',
    from: '+12025550100',
    flow,
    variables: { name: 'Ann' },
  });
  attempt = String(body.call['id']);
  ({ campaign } = body);
  await service.until(() => service.simulator.calls().length === 2);
}
beforeEach(() => open());

/** A callback as the carrier signs and sends it; a GET has the fields in the query. */
function signed(
  kind: string,
  fields: Record<string, string>,
  query: Record<string, string> = {},
  method: 'GET' | 'POST' = 'POST',
): Request {
  const isForm = method === 'POST';
  const search = new URLSearchParams({ attempt, campaign, ...query, ...(isForm ? {} : fields) });
  const url = `${publicUrl}/webhooks/plivo/${kind}?${search.toString()}`;
  const nonce = '12345';
  const text = signedText({ method, url, body: isForm ? fields : {}, nonce });
  return new Request(url, {
    method,
    headers: {
      'x-plivo-signature-v3': signature({ token: account.authToken, text }),
      'x-plivo-signature-v3-nonce': nonce,
      ...(isForm && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(isForm && { body: new URLSearchParams(fields).toString() }),
  });
}

const answered = { CallUUID: 'call-1', Event: 'StartApp', CallStatus: 'in-progress', From: '12025550100' };
const ended = {
  CallUUID: 'call-1',
  Event: 'Hangup',
  CallStatus: 'completed',
  Duration: '12',
  HangupCauseCode: '4000',
  HangupCauseName: 'Normal Hangup',
};
const state = async () => (await service.store.readAttempts([attempt]))[0];
const kept = async () => (await service.send<CallbacksView>('GET', `/v1/calls/${attempt}/callbacks`)).body;

describe('a signed callback', () => {
  test('about an answered call is committed, and answered with the next instructions', async () => {
    const response = await service.sendRaw(signed('answer', answered));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('xml');
    const xml = await response.text();
    expect(xml).toContain('Hello Ann.');
    expect(xml).toContain('GetDigits');
    expect(await state()).toMatchObject({ progress: 'in-progress', providerId: 'call-1' });
  });

  test('is accepted as a GET as well', async () => {
    const response = await service.sendRaw(signed('answer', answered, {}, 'GET'));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Hello Ann.');
    expect(await state()).toMatchObject({ progress: 'in-progress', providerId: 'call-1' });
  });

  test('with digits continues after the question', async () => {
    await service.sendRaw(signed('answer', answered));
    const response = await service.sendRaw(signed('answer', { ...answered, Digits: '1' }, { gather: '1' }));
    const xml = await response.text();
    expect(xml).toContain('Good bye.');
    expect(xml).not.toContain('Hello Ann.');
    expect(await state()).toMatchObject({ outcome: 'confirmed' });
  });

  test('with an opt-out hangs up and suppresses the number', async () => {
    await service.sendRaw(signed('answer', answered));
    const response = await service.sendRaw(signed('answer', { ...answered, Digits: '9' }, { gather: '1' }));
    expect(await response.text()).toContain('<Hangup');
    await service.sendRaw(signed('hangup', ended));
    await service.until(async () => (await state())?.state === 'ended');
    const { body } = await service.send<{ items: Json[] }>('GET', '/v1/suppressions');
    expect(body.items).toMatchObject([{ address: '+12125550113' }]);
  });

  test('delivered again changes nothing', async () => {
    for (let time = 0; time < 3; time += 1) {
      expect((await service.sendRaw(signed('answer', answered))).status).toBe(200);
    }
    for (let time = 0; time < 3; time += 1) {
      expect((await service.sendRaw(signed('hangup', ended))).status).toBe(200);
    }
    await service.until(async () => (await state())?.state === 'ended');
    const record = await service.store.readCampaign(campaign);
    expect(record?.counters.attempts).toMatchObject({ answered: 1 });
  });

  test('for an ended call is answered with a hang-up', async () => {
    await service.sendRaw(
      signed('hangup', { ...ended, Duration: '0', HangupCauseCode: '3010', CallStatus: 'busy' }),
    );
    await service.until(async () => (await state())?.state === 'ended');
    const response = await service.sendRaw(signed('answer', { ...answered, CallUUID: 'call-2' }));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<Hangup');
  });

  test('for an unknown call is answered with a hang-up, and with 404 if no XML is expected', async () => {
    attempt = 'att_01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const response = await service.sendRaw(signed('answer', answered));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<Hangup');
    const other = await service.sendRaw(signed('hangup', ended));
    expect(other.status).toBe(404);
    expect(await other.json()).toMatchObject({ code: 'webhook.unknown-call' });
  });

  test('that names a call of another campaign returns nothing', async () => {
    campaign = 'cmp_01ARZ3NDEKTSV4RRFFQ69G5FAV';
    expect((await service.sendRaw(signed('hangup', ended))).status).toBe(404);
    expect(await state()).not.toMatchObject({ state: 'ended' });
    expect(await service.store.readInbox({ campaign, limit: 10 })).toEqual([]);
  });

  test('that names no call is 404', async () => {
    attempt = 'nonsense';
    expect((await service.sendRaw(signed('ring', { CallUUID: 'call-1' }))).status).toBe(404);
  });

  test('is answered with 503 while the store is down, so that the carrier repeats it', async () => {
    let isDown = false;
    await open({
      wrapStore: (store) => ({
        ...store,
        async commitTurn(turn) {
          if (!isDown) return store.commitTurn(turn);
          throw new RingmasterError({
            code: 'store.full',
            family: 'overloaded',
            message: 'The disk is full.',
          });
        },
      }),
    });
    isDown = true;
    const response = await service.sendRaw(signed('answer', answered));
    expect(response.status).toBe(503);
    isDown = false;
    expect((await service.sendRaw(signed('answer', answered))).status).toBe(200);
    expect(await state()).toMatchObject({ progress: 'in-progress' });
  });
});

describe('what arrived is kept', () => {
  const ring = { CallUUID: 'call-1', Event: 'Ring', CallStatus: 'ringing', To: '12125550113' };

  test('as it came: in order, with what it did, late and repeated ones marked, without numbers', async () => {
    await service.sendRaw(signed('answer', answered));
    await service.sendRaw(signed('ring', ring));
    for (let time = 0; time < 3; time += 1) await service.sendRaw(signed('hangup', ended));
    await service.until(async () => (await state())?.state === 'ended');
    await service.sendRaw(signed('ring', { ...ring, CallStatus: 'early-media' }));
    await service.sendRaw(signed('answer', { ...answered, Digits: '7' }, { gather: '1' }));
    const { items, further } = await kept();
    expect(items).toMatchObject([
      {
        kind: 'answer',
        effect: 'changed',
        late: false,
        deliveries: 1,
        fields: { CallStatus: 'in-progress' },
      },
      { kind: 'ring', effect: 'added', late: false, deliveries: 2 },
      { kind: 'hangup', effect: 'changed', late: false, deliveries: 3, fields: { HangupCauseCode: '4000' } },
      { kind: 'answer', effect: 'added', late: true, fields: { Digits: '7' } },
    ]);
    expect(items[2]?.arrivals).toHaveLength(3);
    expect(further).toBe(0);
    expect(JSON.stringify(items)).not.toMatch(/12125550113|12025550100|call-1/);
  });

  test('if it is about a second call, or cannot be used', async () => {
    await service.sendRaw(signed('answer', answered));
    await service.sendRaw(signed('ring', { ...ring, CallUUID: 'call-2' }));
    const malformed = await service.sendRaw(signed('hangup', { ...ended, Duration: 'long' }));
    expect(malformed.status).toBe(422);
    await service.sendRaw(signed('ring', { ...ring, To: '12125550999' }));
    expect((await kept()).items).toMatchObject([
      { kind: 'answer', effect: 'changed' },
      { kind: 'ring', effect: 'surplus', fields: { CallUUID: 'call-2' } },
      { kind: 'hangup', effect: 'unusable', problem: 'not a duration' },
      { kind: 'ring', effect: 'unusable', problem: 'it is about a call between other numbers' },
    ]);
    expect(await state()).toMatchObject({ state: 'placed', progress: 'in-progress' });
    // The right one is not taken for a repeat of the malformed one.
    await service.sendRaw(signed('hangup', ended));
    await service.until(async () => (await state())?.state === 'ended');
    expect((await kept()).items.at(-1)).toMatchObject({ kind: 'hangup', effect: 'changed', deliveries: 1 });
  });

  test('with the commit that its evidence needs', async () => {
    let commits = 0;
    await open({
      wrapStore: (store) => ({
        ...store,
        commitTurn(turn) {
          if (turn.attempts.some(({ id }) => id === attempt)) commits += 1;
          return store.commitTurn(turn);
        },
      }),
    });
    commits = 0;
    await service.sendRaw(signed('ring', ring));
    await service.sendRaw(signed('answer', answered));
    await service.sendRaw(signed('hangup', ended));
    await service.until(async () => (await state())?.state === 'ended');
    expect(commits).toBe(3);
  });

  test('without a read: the owner has the call in memory, and reads the contact for an answer only', async () => {
    const reads: string[] = [];
    await open({
      wrapStore: (store) => ({
        ...store,
        readAttempts: (ids) => (reads.push('attempts'), store.readAttempts(ids)),
        readContacts: (of) => (reads.push('contacts'), store.readContacts(of)),
        readCampaign: (id) => (reads.push('campaign'), store.readCampaign(id)),
      }),
    });
    const readBy = async (kind: string, fields: Record<string, string>): Promise<readonly string[]> => {
      reads.length = 0;
      expect((await service.sendRaw(signed(kind, fields))).status).toBe(200);
      return [...reads];
    };
    expect(await readBy('ring', ring)).toEqual([]);
    expect(await readBy('answer', answered)).toEqual(['contacts']);
    expect(await readBy('hangup', ended)).toEqual([]);
    await service.until(async () => (await state())?.state === 'ended');
    expect(await readBy('hangup', ended)).toContain('attempts');
  });

  test('not with its fields once the contact was erased', async () => {
    await service.sendRaw(signed('hangup', ended));
    await service.until(async () => (await state())?.state === 'ended');
    await service.send('POST', '/v1/erasures', { address: '+12125550113' });
    expect((await kept()).items).toEqual([]);
    await service.sendRaw(signed('answer', answered));
    expect((await kept()).items).toMatchObject([{ kind: 'answer', effect: 'none', late: true, fields: {} }]);
  });
});

describe('a forged callback', () => {
  test.each([
    ['without signature', (request: Request) => request.headers.delete('x-plivo-signature-v3')],
    [
      'with a signature of something else',
      (request: Request) => request.headers.set('x-plivo-signature-v3', 'AAAA'),
    ],
    ['with another nonce', (request: Request) => request.headers.set('x-plivo-signature-v3-nonce', '54321')],
  ])('%s is 403 and changes nothing', async (_name, spoil) => {
    const request = signed('hangup', ended);
    spoil(request);
    const response = await service.sendRaw(request);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'webhook.forged' });
    expect(await state()).not.toMatchObject({ state: 'ended' });
  });

  test('about a call that was not signed is 403', async () => {
    const request = signed('hangup', ended);
    const url = request.url.replace(attempt, 'att_01ARZ3NDEKTSV4RRFFQ69G5FAV');
    const body = await request.text();
    const response = await service.sendRaw(
      new Request(url, { method: 'POST', headers: request.headers, body }),
    );
    expect(response.status).toBe(403);
  });

  test('as a GET is 403 as well', async () => {
    const response = await service.sendRaw(
      new Request(`${publicUrl}/webhooks/plivo/answer?attempt=${attempt}`),
    );
    expect(response.status).toBe(403);
  });

  test('of a megabyte is 413', async () => {
    const response = await service.sendRaw(
      new Request(`${publicUrl}/webhooks/plivo/hangup`, { method: 'POST', body: 'x'.repeat(1_000_000) }),
    );
    expect(response.status).toBe(413);
  });
});
