import { beforeEach, describe, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import type { Json } from '../../support/service/api-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startService({ carrier: { scenario: { impatient: 0 } } });
});

const order = {
  to: '+12125550114',
  from: '+12025550100',
  speak: 'Hello {{name}}.',
  variables: { name: 'Ann' },
};
const place = (over: Json = {}) =>
  service.send<Json & { call: Json & { id: string }; contact: Json; why: Json }>('POST', '/v1/calls', {
    ...order,
    ...over,
  });

describe('a single call', () => {
  test('is placed once, and answered with its record', async () => {
    const { status, body } = await place();
    expect(status).toBe(202);
    expect(body).toMatchObject({
      call: { to: '+12125550114', from: '+12025550100', channel: 'voice', active: true },
      contact: { state: 'in-flight', phone: '+12125550114' },
      why: null,
    });
    await service.until(() => service.simulator.calls().length > 0);
    expect(service.simulator.calls()).toHaveLength(1);
    const read = await service.send('GET', `/v1/calls/${body.call.id}`);
    expect(read.body).toMatchObject({ id: body.call.id });
  });

  test.each([
    { speak: ' \u200B... ' },
    { speak: '{{name}}', variables: { name: '' } },
    { speak: undefined, flow: [{ wait: '1s' }] },
    { speak: undefined, flow: [{ hangup: true }] },
    { speak: undefined, flow: [{ speak: 'Hi' }, { gather: { speak: '{{q}}', on: { '1': 'confirmed' } } }] },
  ])('without a text is refused, and nothing is stored: %j', async (over) => {
    const { status, body } = await place(over);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'call.nothing-to-say' });
    expect((await service.send('GET', '/v1/campaigns/direct')).status).toBe(404);
  });

  test.each([
    ['+449098790123', 'premium-rate'],
    ['+611300975707', 'shared-cost'],
    ['+447012345678', 'personal'],
    ['+85230012345', 'uan'],
    ['+870776000000', 'satellite'],
  ])('to %s is refused as %s, unless that is allowed', async (to, type) => {
    const refused = await place({ to });
    expect([refused.status, refused.body['code']]).toEqual([422, `contact.phone-${type}`]);
    expect(service.simulator.calls()).toEqual([]);
    const timezone = 'America/New_York';
    expect((await place({ to, allowNumberTypes: [type], timezone })).status).toBe(202);
  });

  test('to an extension dials the number, and the extension after the answer', async () => {
    expect((await place({ to: '+1 202 555 0114 ext. 77' })).status).toBe(202);
    await service.until(() => service.simulator.calls().length > 0);
    expect(service.simulator.calls()).toMatchObject([
      { to: '12025550114', request: { send_digits: 'WW77' } },
    ]);
  });

  test('is listed with the active calls until it has ended', async () => {
    const { body } = await place();
    const active = () => service.send<{ items: Json[] }>('GET', '/v1/calls?active=true');
    expect((await active()).body.items).toMatchObject([{ id: body.call.id }]);
    await service.until(async () => {
      const [attempt] = await service.store.readAttempts([body.call.id]);
      return attempt?.state === 'ended';
    });
    expect((await active()).body.items).toEqual([]);
    const all = await service.send<{ items: Json[] }>('GET', '/v1/calls?campaign=direct');
    expect(all.body.items).toMatchObject([{ id: body.call.id, active: false }]);
  });

  test('is never the attempt of a step without contact', async () => {
    const note = campaignFile({ steps: [{ id: 'note', channel: 'log', text: 'wrote to {{first_name}}' }] });
    const { id } = (await service.send('POST', '/v1/campaigns', note)).body;
    await service.send('POST', `/v1/campaigns/${String(id)}/contacts`, csvOf(['14']), {
      'content-type': 'text/csv',
    });
    await service.send('POST', `/v1/campaigns/${String(id)}/start`, {});
    const attemptsOf = () => service.store.listAttempts({ campaign: String(id), limit: 1 });
    await service.until(async () => (await attemptsOf()).items[0]?.state === 'ended');
    const [attempt] = (await attemptsOf()).items;
    expect(attempt?.channel).toBe('log');
    for (const method of ['GET', 'DELETE']) {
      const { status, body } = await service.send(method, `/v1/calls/${attempt?.id ?? ''}`);
      expect({ method, status, code: body['code'] }).toEqual({ method, status: 404, code: 'call.not-found' });
    }
  });

  test('is hung up by a delete; a second one changes nothing', async () => {
    const { body } = await place({ to: '+12125550113' });
    await service.until(() => service.simulator.calls().some(({ state }) => state === 'ringing'));
    const first = await service.send('DELETE', `/v1/calls/${body.call.id}`);
    expect(first.body).toMatchObject({ changed: true, call: { hangUp: true } });
    const second = await service.send('DELETE', `/v1/calls/${body.call.id}`);
    expect(second.body).toMatchObject({ changed: false });
    await service.until(() => service.simulator.calls().every(({ state }) => state === 'ended'));
  });

  test('outside the hours of the contact waits, and says until when', async () => {
    const { status, body } = await place({ to: '+442079460018' });
    expect(status).toBe(202);
    const sydney = await place({ to: '+61293740018' });
    expect(sydney.body).toMatchObject({ call: null, why: { reasons: [{ code: 'window.closed' }] } });
    expect(sydney.body.why['until']).toBe('2027-03-01T22:00:00Z');
    expect(body['campaign']).toBe(sydney.body['campaign']);
  });

  test('is made at any hour with a reason, which is logged', async () => {
    const { body } = await place({ to: '+61293740018', outsideHours: 'they asked for it' });
    expect(body.call).toMatchObject({ to: '+61293740018' });
    const events = await service.send<{ items: Json[] }>('GET', '/v1/campaigns/direct/events');
    expect(events.body.items).toContainEqual(
      expect.objectContaining({ type: 'call.ordered', data: { outsideHours: 'they asked for it' } }),
    );
  });

  test('to a contact on the do-not-contact list is refused', async () => {
    await service.send('POST', '/v1/suppressions', { address: '+12125550114', reason: 'asked us to' });
    const { status, body } = await place();
    expect({ status, code: body['code'] }).toEqual({ status: 409, code: 'call.suppressed' });
    expect((await service.send('GET', '/v1/campaigns/direct')).status).toBe(404);
    expect((await place({ to: '+12125550133' })).status).toBe(202);
    expect((await place()).status).toBe(409);
    const { body: people } = await service.send<{ items: Json[] }>('GET', '/v1/campaigns/direct/contacts');
    expect(people.items).toMatchObject([{ phone: '+12125550133' }]);
    expect(people.items).toHaveLength(1);
    expect(service.simulator.calls().filter(({ to }) => to.endsWith('2125550114'))).toEqual([]);
  });

  test.each([
    ['a number that is none', { to: '555-CALL-ME' }, 'contact.phone-invalid'],
    ['a national number of no country', { to: '2125550114' }, 'contact.phone-invalid'],
    ['a toll-free number without time zone', { to: '+18005550114' }, 'contact.timezone-unknown'],
    ['neither flow nor text', { speak: undefined }, 'request.invalid'],
    ['both flow and text', { flow: [{ hangup: true }] }, 'request.invalid'],
    ['an unknown time zone', { timezone: 'Mars/Olympus' }, 'request.invalid'],
    ['a key nobody knows', { ringTimeot: '30s' }, 'request.invalid'],
  ])('with %s is refused and no call is made', async (_name, over, code) => {
    const { status, body } = await place(over);
    expect({ status, code: body['code'] }).toEqual({ status: 422, code });
    expect(service.simulator.calls()).toHaveLength(0);
  });

  test('to a number without a country is refused with a message about a call, not about a list', async () => {
    const { body } = await place({ to: '2125550114' });
    expect(body).toMatchObject({
      detail: 'to is not a phone number.',
      hint: 'Write it with + and country code, such as +12025550100, or set country.',
    });
    const missing = await service.send('POST', '/v1/calls', { to: '+12125550114', speak: 'Hello.' });
    expect(missing.body).toMatchObject({ issues: [{ path: 'from', message: 'is missing' }] });
  });

  test('to a national number needs its country', async () => {
    const { body } = await place({ to: '(212) 555-0114', country: 'US' });
    expect(body.call).toMatchObject({ to: '+12125550114' });
  });

  test('stays possible although the campaign that contains it cannot be changed', async () => {
    await place();
    for (const verb of ['cancel', 'archive', 'start', 'unschedule', 'contacts']) {
      const { status } = await service.send('POST', `/v1/campaigns/direct/${verb}`, {});
      expect({ verb, status }).toEqual({ verb, status: 409 });
    }
    expect((await service.send('PATCH', '/v1/campaigns/direct', { priority: 1 })).status).toBe(409);
    expect((await service.send('DELETE', '/v1/campaigns/direct')).status).toBe(409);
    expect((await service.send('POST', '/v1/campaigns/direct/pause')).status).toBe(200);
    const held = await place({ to: '+12125550115' });
    expect(held).toMatchObject({ status: 409, body: { code: 'campaign.command-refused', state: 'paused' } });
    expect((await service.send('POST', '/v1/campaigns/direct/resume')).status).toBe(200);
  });

  test('of an unknown id is not found', async () => {
    for (const id of ['att_01ARZ3NDEKTSV4RRFFQ69G5FAV', 'nonsense', '%00']) {
      expect((await service.send('GET', `/v1/calls/${id}`)).status).toBe(404);
      expect((await service.send('DELETE', `/v1/calls/${id}`)).status).toBe(404);
    }
  });
});
