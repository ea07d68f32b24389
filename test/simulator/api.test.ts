import { describe, expect, test } from 'vitest';
import { account, basic, callTo, createCarrier } from './carrier.ts';

const human = '+12025550100';
const busy = '+12025550101';
const ringing = '+12025550113';

describe('access', () => {
  test.each([
    ['no credentials', {}],
    ['a wrong token', { authorization: basic({ ...account, authToken: 'wrong' }) }],
    ['another account', { authorization: basic({ authId: 'MAOTHER', authToken: account.authToken }) }],
  ])('%s: 401 in plain text', async (_what, headers) => {
    const { simulator } = createCarrier();
    const response = await simulator.fetch(
      new Request(`http://127.0.0.1/v1/Account/${account.authId}/Call/`, {
        method: 'POST',
        headers,
        body: '{}',
      }),
    );
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(simulator.journal.entries()).toEqual([]);
  });

  test('accepts a main account for its sub-account, but not the reverse', async () => {
    const sub = { authId: 'SATESTACCOUNT', authToken: 'the-token-of-the-sub', mainAuthId: account.authId };
    const { simulator } = createCarrier({ accounts: [account, sub] });
    const status = async (path: string, caller: typeof account) => {
      const url = `http://127.0.0.1/v1/Account/${path}/Call/?status=live`;
      return (await simulator.fetch(new Request(url, { headers: { authorization: basic(caller) } }))).status;
    };
    expect(await status(sub.authId, sub)).toBe(200);
    expect(await status(sub.authId, account)).toBe(200);
    expect(await status(account.authId, sub)).toBe(401);
  });

  test('answers the 301st request within five seconds with 429, and accepts the next one after them', async () => {
    const { json, clock } = createCarrier();
    for (let count = 0; count < 300; count += 1)
      expect((await json('GET', 'Call/?status=live')).status).toBe(200);
    const refused = await json('GET', 'Call/?status=live');
    expect(refused).toMatchObject({
      status: 429,
      body: { error: expect.any(String), api_id: expect.any(String) },
    });
    await clock.pass(5000);
    expect((await json('GET', 'Call/?status=live')).status).toBe(200);
  });

  test('returns the account', async () => {
    const { json } = createCarrier({ options: { credits: 12.5 } });
    expect((await json('GET', '')).body).toMatchObject({ auth_id: account.authId, cash_credits: '12.50000' });
  });
});

describe('making a call', () => {
  test.each([
    ['from', { from: undefined }, 'from is a mandatory parameter'],
    ['to', { to: '' }, 'to is a mandatory parameter'],
    ['answer_url', { answer_url: undefined }, 'answer_url is a mandatory parameter'],
    ['a number', { to: 'CALL-ME' }, 'to parameter must be phone numbers or sip: URIs'],
    ['a URL', { ring_url: 'ftp://x' }, 'ring_url parameter must be a valid URL'],
    ['a method', { answer_method: 'PUT' }, 'answer_method parameter must be GET or POST'],
    ['a range', { machine_detection_time: 100 }, 'machine_detection_time parameter must be at least 2000'],
    ['a limit', { time_limit: '90000' }, 'time_limit parameter must be at most 86400'],
  ])('refuses a request with a missing or wrong %s', async (_what, change, error) => {
    const { json, simulator } = createCarrier();
    const answer = await json('POST', 'Call/', { ...callTo(human), ...change });
    expect(answer).toMatchObject({ status: 400, body: { error, api_id: expect.any(String) } });
    expect(simulator.calls()).toEqual([]);
  });

  test('refuses a body that is neither JSON nor a form', async () => {
    const { simulator } = createCarrier();
    const url = `http://127.0.0.1/v1/Account/${account.authId}/Call/`;
    const headers = { authorization: basic(account), 'content-type': 'application/json' };
    expect(
      (await simulator.fetch(new Request(url, { method: 'POST', headers, body: '{"from":' }))).status,
    ).toBe(400);
  });

  test('answers one call with its request UUID, and accepts a form too', async () => {
    const { place, answered, simulator } = createCarrier();
    const response = await place(human);
    expect(response.status).toBe(201);
    const [call] = simulator.calls();
    expect(await response.json()).toMatchObject({ message: 'call fired', request_uuid: call?.requestUuid });

    const url = `http://127.0.0.1/v1/Account/${account.authId}/Call/`;
    const headers = { authorization: basic(account), 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(callTo(busy)).toString();
    expect(
      (await answered(simulator.fetch(new Request(url, { method: 'POST', headers, body })))).status,
    ).toBe(201);
  });

  test('places one call for each destination in a list separated by <', async () => {
    const { place, simulator } = createCarrier();
    const body = (await (await place(`${human}<${busy}<${human}`)).json()) as Record<string, unknown>;
    expect(body['message']).toBe('calls fired');
    expect(body['request_uuid']).toEqual(simulator.calls().map(({ requestUuid }) => requestUuid));
    expect(simulator.calls()).toHaveLength(2);
  });
});

describe('making many calls, or a call with a parent', () => {
  test('reports calls as queued if one of them is queued', async () => {
    const { place, json } = createCarrier();
    const many = `${human}<${busy}<${ringing}`;
    expect(await (await place(many)).json()).toMatchObject({ message: 'calls queued' });
    expect((await json('GET', 'Call/?status=queued')).body['calls']).toHaveLength(1);
  });

  test('refuses a call with an unknown parent only if the request asks for it', async () => {
    const { json, place, call, simulator } = createCarrier();
    const lost = { parent_call_uuid: 'unknown', error_if_parent_not_found: true };
    expect((await place(busy, lost)).status).toBe(400);
    expect((await place(busy, { parent_call_uuid: 'unknown' })).status).toBe(201);
    const parent = simulator.calls()[0]?.callUuid;
    await call(busy, { ...lost, parent_call_uuid: parent });
    expect((await place(busy, { ...lost, parent_call_uuid: parent })).status).toBe(400);
    expect((await json('GET', `Call/?parent_call_uuid=${parent}`)).body).toMatchObject({
      meta: { total_count: 1 },
      objects: [{ parent_call_uuid: parent }],
    });
  });
});

describe('live and queued calls', () => {
  test('filters the live calls by two numbers', async () => {
    const { place, json, simulator } = createCarrier();
    await place(ringing);
    await place('+12025550213');
    const [first, second] = simulator.calls().map(({ callUuid }) => callUuid);
    const live = async (query: string) => (await json('GET', `Call/?status=live${query}`)).body['calls'];
    expect(await live('')).toEqual([first, second]);
    expect(await live('&to_number=12025550213')).toEqual([second]);
    expect(await live('&to_number=12025550213&from_number=12025550100')).toEqual([second]);
    expect(await live('&from_number=12025550199')).toEqual([]);
    expect(await live('&call_direction=inbound')).toEqual([]);
  });

  test('lists a call as live only from its start to its end', async () => {
    const { place, json, clock, simulator } = createCarrier();
    await place(human);
    const [call] = simulator.calls();
    const uuid = call?.callUuid ?? '';
    expect((await json('GET', 'Call/?status=live')).body['calls']).toEqual([uuid]);
    expect((await json('GET', 'Call/?status=queued')).body['calls']).toEqual([]);
    await clock.until(() => call?.state === 'ringing');
    expect((await json('GET', `Call/${uuid}?status=live`)).body).toMatchObject({
      call_status: 'ringing',
      to: '12025550100',
    });
    await clock.until(() => call?.state === 'in-progress');
    expect((await json('GET', `Call/${uuid}?status=live`)).body['call_status']).toBe('in-progress');
    await clock.until(() => call?.state === 'ended');
    expect((await json('GET', `Call/${uuid}?status=live`)).status).toBe(404);
    expect((await json('GET', 'Call/?status=live')).body['calls']).toEqual([]);
  });

  test('queues calls over the rate, where they can be cancelled', async () => {
    const { request, json, clock, simulator, last, events } = createCarrier();
    const pending = Array.from({ length: 3 }, () => request('POST', 'Call/', callTo(ringing)));
    await clock.pass(200);
    const answers = await Promise.all(pending.map(async (response) => (await response).json()));
    expect(answers.map((answer) => (answer as { message: string }).message)).toEqual([
      'call fired',
      'call fired',
      'call queued',
    ]);
    const queued = simulator.calls()[2];
    expect((await json('GET', 'Call/?status=queued')).body['calls']).toEqual([queued?.callUuid]);
    expect((await json('GET', `Call/${queued?.callUuid}?status=queued`)).body['call_status']).toBe('queued');

    expect((await request('DELETE', `Request/${queued?.requestUuid}/`)).status).toBe(204);
    expect((await request('DELETE', `Request/${queued?.requestUuid}/`)).status).toBe(404);
    expect((await request('DELETE', `Request/${simulator.calls()[0]?.requestUuid}/`)).status).toBe(404);
    await clock.pass(2000);
    expect(last('Hangup')).toMatchObject({
      HangupCauseCode: '1000',
      CallStatus: 'cancel',
      HangupSource: 'API Request',
    });
    expect(events().filter((event) => event === 'Hangup')).toHaveLength(1);
    expect(simulator.audit().maxStartsPerSecond).toBe(2);
  });

  test('ends a ringing call as cancelled and an answered call as completed, and refuses an ended one', async () => {
    const { place, request, clock, simulator } = createCarrier({
      customer: { answer: '<Response><Wait length="99"/></Response>' },
    });
    await place(ringing);
    await place(human);
    const [first, second] = simulator.calls();
    await clock.until(() => second?.state === 'in-progress');
    expect((await request('DELETE', `Call/${first?.callUuid}/`)).status).toBe(204);
    expect((await request('DELETE', `Call/${second?.callUuid}/`)).status).toBe(204);
    expect(first?.end).toMatchObject({ code: 1000, source: 'API Request', status: 'cancel' });
    expect(second?.end).toMatchObject({ code: 4000, source: 'API Request' });
    expect((await request('DELETE', `Call/${second?.callUuid}/`)).status).toBe(404);
    expect((await request('DELETE', 'Call/unknown/')).status).toBe(404);
  });

  test('runs another document after a transfer of an answered call', async () => {
    const { place, json, clock, simulator, received } = createCarrier({
      customer: {
        answer: '<Response><Wait length="99"/></Response>',
        other: '<Response><Hangup/></Response>',
      },
    });
    await place(human);
    const [call] = simulator.calls();
    const path = `Call/${call?.callUuid}/`;
    const aleg = { legs: 'aleg', aleg_url: 'https://customer.test/other?attempt=a1' };
    expect((await json('POST', path, aleg)).status).toBe(404);
    await clock.until(() => call?.state === 'in-progress');
    expect((await json('POST', path, aleg)).body).toMatchObject({ call_uuids: [call?.callUuid] });
    await clock.until(() => call?.state === 'ended');
    expect(received.map(({ path }) => path)).toContain('other');
    expect(call?.end).toMatchObject({ code: 4000, source: 'Answer XML' });
  });

  test('ends a call whose transfer URL fails', async () => {
    const { place, json, clock, simulator } = createCarrier({
      customer: { answer: '<Response><Wait length="99"/></Response>' },
      intercept: ({ path }) => (path === 'other' ? new Response('', { status: 500 }) : null),
    });
    await place(human);
    const [call] = simulator.calls();
    await clock.until(() => call?.state === 'in-progress');
    await json('POST', `Call/${call?.callUuid}/`, { aleg_url: 'https://customer.test/other' });
    await clock.until(() => call?.state === 'ended');
    expect(call?.end?.code).toBe(7013);
  });

  test('accepts requests to record, speak, play, send digits and stream during an answered call', async () => {
    const { place, json, request, clock, simulator } = createCarrier({
      customer: { answer: '<Response><Wait length="99"/></Response>' },
    });
    await place(human);
    const [call] = simulator.calls();
    const path = `Call/${call?.callUuid}`;
    expect((await json('POST', `${path}/Speak/`, { text: 'Hello' })).status).toBe(404);
    await clock.until(() => call?.state === 'in-progress');
    expect((await json('POST', `${path}/Speak/`, { text: 'Hello' })).status).toBe(202);
    expect((await json('POST', `${path}/Speak/`, {})).status).toBe(400);
    expect((await json('POST', `${path}/Play/`, { urls: 'https://x.test/a.mp3' })).status).toBe(202);
    expect((await json('POST', `${path}/DTMF/`, { digits: '1' })).status).toBe(202);
    expect((await json('POST', `${path}/Record/`)).body).toHaveProperty('recording_id');
    expect((await json('POST', `${path}/Stream/`, { service_url: 'wss://x' })).body).toHaveProperty(
      'stream_id',
    );
    for (const name of ['Record', 'Speak', 'Play', 'Stream', 'Stream/id']) {
      expect((await request('DELETE', `${path}/${name}/`)).status).toBe(204);
    }
  });
});

describe('call records', () => {
  test('do not exist before the call has ended, and for up to five seconds after', async () => {
    const { place, json, clock, simulator } = createCarrier();
    await place(busy);
    const [call] = simulator.calls();
    const get = () => json('GET', `Call/${call?.callUuid}/`);
    expect((await get()).status).toBe(404);
    await clock.until(() => call?.state === 'ended');
    const visibleAt = (call?.endedAt ?? 0) + (call?.plan.recordDelayMs ?? 0);
    await clock.passTo(visibleAt - 1);
    expect((await get()).status).toBe(404);
    await clock.passTo(visibleAt);
    expect((await get()).body).toMatchObject({
      call_uuid: call?.callUuid,
      answer_time: null,
      call_duration: 0,
      hangup_cause_code: 3010,
      hangup_source: 'Carrier',
      to_number: '12025550101',
      from_number: '+12025550100',
    });
  });

  test('contain durations, cost and times of an answered call, in the zone of the account', async () => {
    const { call, json, simulator } = createCarrier({
      customer: { answer: '<Response><Wait length="66"/></Response>' },
    });
    await call(human);
    const [made] = simulator.calls();
    const { body } = await json('GET', `Call/${made?.callUuid}/`);
    const zoned = (instant: number | null | undefined) => {
      const iso = new Date((instant ?? 0) + 19_800_000).toISOString();
      return `${iso.slice(0, 19).replace('T', ' ')}+05:30`;
    };
    expect(body).toMatchObject({
      answer_time: zoned(made?.answeredAt),
      bill_duration: 66,
      billed_duration: 120,
      call_direction: 'outbound',
      call_duration: 66,
      call_state: 'ANSWER',
      end_time: zoned(made?.endedAt),
      hangup_cause_code: 4010,
      hangup_cause_name: 'End Of XML Instructions',
      hangup_source: 'Plivo',
      initiation_time: zoned(made?.placedAt),
      parent_call_uuid: null,
      total_amount: '0.01700',
      total_rate: '0.00850',
    });
  });

  test('are listed newest first, twenty per page, and can be filtered', async () => {
    const { call, json } = createCarrier();
    for (let count = 0; count < 25; count += 1) await call(count === 12 ? human : busy);
    const first = (await json('GET', 'Call/')).body as unknown as RecordPage;
    expect(first.objects).toHaveLength(20);
    expect(first.meta).toMatchObject({ limit: 20, offset: 0, total_count: 25, previous: null });
    expect(first.meta.next).toContain('offset=20');
    const second = (await json('GET', `Call/${first.meta.next?.split('/Call/')[1]}`))
      .body as unknown as RecordPage;
    expect(second.objects).toHaveLength(5);
    const times = [...first.objects, ...second.objects].map(({ end_time }) => Date.parse(end_time));
    expect(times).toEqual([...times].sort((a, b) => b - a));

    const total = async (query: string) =>
      ((await json('GET', `Call/?${query}`)).body as unknown as RecordPage).meta.total_count;
    expect(await total('to_number=12025550100')).toBe(1);
    expect(await total(`to_number=${encodeURIComponent(human)}`)).toBe(1);
    expect(await total('from_number=12025550100')).toBe(25);
    expect(await total('from_number=12025550199')).toBe(0);
    expect(await total('hangup_cause_code=3010')).toBe(24);
    const middle = new Date(times[10] ?? 0).toISOString().slice(0, 19).replace('T', ' ');
    expect(await total(`end_time__gt=${encodeURIComponent(middle)}`)).toBeGreaterThanOrEqual(10);
    expect(
      await total(`end_time__gt=${encodeURIComponent(middle)}&end_time__lte=${encodeURIComponent(middle)}`),
    ).toBe(0);
    expect((await json('GET', 'Call/?limit=21')).status).toBe(400);
    expect((await json('GET', 'Call/?end_time__gt=yesterday')).status).toBe(400);
  });

  test('older than seven days are listed only with a filter for their time', async () => {
    const { call, json, clock } = createCarrier();
    await call(busy);
    await clock.pass(8 * 86_400_000);
    expect((await json('GET', 'Call/')).body).toMatchObject({ meta: { total_count: 0 } });
    expect((await json('GET', 'Call/?end_time__gt=2027-01-01')).body).toMatchObject({
      meta: { total_count: 1 },
    });
  });
});

type RecordPage = {
  meta: { next: string | null; previous: string | null; total_count: number; limit: number; offset: number };
  objects: Array<{ end_time: string }>;
};
