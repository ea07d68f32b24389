import { createWebSocketReceiver } from '@statelyai/inspect';
import type { StatelyInspectionEvent } from '@statelyai/inspect';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { WebSocket as PlainSocket } from 'ws';
import { listen } from '../../../src/cli/listener/listener.ts';
import { keyOf } from '../../support/builders/api-keys.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { startService } from '../../support/service/start-service.ts';
import type { ServiceInput, TestService } from '../../support/service/start-service.ts';

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Starts a service behind a real port. `host` is `127.0.0.1:<port>`. */
async function open(input: ServiceInput = { development: { isInspectable: true } }) {
  const service = await startService(input);
  const listener = await listen({ host: '127.0.0.1', port: 0 });
  listener.answerWith(async (request, surroundings) => service.fetch(request, surroundings));
  closing.push(() => listener.close({ graceMs: 0 }));
  return { service, host: new URL(listener.url).host };
}

const list = ['phone,first_name', '+12025550114,Ada'].join('\n');

async function createCampaign({ send }: TestService): Promise<{ id: string; contact: string }> {
  const { body } = await send('POST', '/v1/campaigns', campaignFile({ name: 'spring' }));
  const id = String(body['id']);
  await send('POST', `/v1/campaigns/${id}/contacts`, list, { 'content-type': 'text/csv' });
  const answer = await send<{ items: { id: string }[] }>('GET', `/v1/campaigns/${id}/contacts`);
  return { id, contact: answer.body.items[0]?.id ?? '' };
}

/** The receiver of Stately's own package. */
function receive(url: string): StatelyInspectionEvent[] {
  const received: StatelyInspectionEvent[] = [];
  const subscription = createWebSocketReceiver({ server: url }).subscribe(
    (message) => void received.push(message),
  );
  closing.push(() => subscription.unsubscribe());
  return received;
}

const statesOf = (messages: readonly StatelyInspectionEvent[], id: string): unknown[] =>
  messages.flatMap((message) =>
    message.sessionId === id && message.type !== '@xstate.event'
      ? [(message.snapshot as { value?: unknown }).value]
      : [],
  );

describe('an inspector', () => {
  test('receives the actors asked for, then their events and snapshots', async () => {
    const { service, host } = await open();
    const { id, contact } = await createCampaign(service);
    const received = receive(`ws://${host}/v1/inspect?actor=${id},${contact}&campaign=${id}`);
    await service.until(() => received.length === 2);
    const [campaign, person] = received;
    expect(campaign).toMatchObject({ type: '@xstate.actor', sessionId: id, rootId: id, _version: '0.7.2' });
    expect(person).toMatchObject({ type: '@xstate.actor', sessionId: contact, rootId: id, parentId: id });
    expect(statesOf(received, contact)).toEqual(['pending']);
    const { definition = '' } = campaign as { definition?: string };
    const machine = createMachine(JSON.parse(definition) as object);
    expect(Object.keys(machine.states)).toContain('cancelling');

    await service.send('POST', `/v1/campaigns/${id}/start`);
    await service.until(() => statesOf(received, contact).includes('ended'), 3_600_000);
    expect(statesOf(received, contact).slice(0, 2)).toEqual(['pending', 'in-flight']);
    expect(statesOf(received, id)).toContainEqual({ running: 'dispatching' });
    await service.until(() => statesOf(received, id).at(-1) === 'completed', 3_600_000);
    const events = received.filter(({ type, sessionId }) => type === '@xstate.event' && sessionId === id);
    expect(events[0]).toMatchObject({ event: { type: 'START', told: 'campaign.started' } });
    // Each event is followed by its snapshot.
    for (const [index, message] of received.entries())
      if (message.type === '@xstate.event')
        expect(received[index + 1]).toMatchObject({
          type: '@xstate.snapshot',
          sessionId: message.sessionId,
          event: { type: message.event.type },
        });
    expect(new Set(received.map(({ sessionId }) => sessionId))).toEqual(new Set([id, contact]));
  });

  test('receives no address and no name', async () => {
    const { service, host } = await open();
    const { id } = await createCampaign(service);
    await service.send('POST', `/v1/campaigns/${id}/start`);
    const calls = () => service.send<{ items: { id: string }[] }>('GET', '/v1/calls');
    await service.until(async () => (await calls()).body.items.length > 0);
    const attempt = (await calls()).body.items[0]?.id ?? '';
    const received = receive(`ws://${host}/v1/inspect?actor=${attempt},${id}`);
    await service.until(() => statesOf(received, attempt).includes('ended'), 600_000);
    const text = JSON.stringify(received);
    expect(text).toContain(attempt);
    expect(text).not.toMatch(/\+?1?2025550114|Ada|\+12025550100/);
  });

  test('that joins later begins with the present, without what was before', async () => {
    const { service, host } = await open();
    const { id, contact } = await createCampaign(service);
    const pause = (path: string) => service.send('POST', `/v1/campaigns/${id}/contacts/${contact}/${path}`);
    await pause('pause');
    const received = receive(`ws://${host}/v1/inspect?actor=${contact}&campaign=${id}`);
    await service.until(() => received.length > 0);
    await pause('resume');
    await service.until(() => received.length === 3);
    expect(statesOf(received, contact)).toEqual(['paused', 'pending']);
  });
});

const refusal = async (url: string, headers: Record<string, string> = {}): Promise<string> => {
  const socket = new PlainSocket(url, { headers });
  return new Promise((resolve) => {
    socket.on('open', () => (socket.terminate(), resolve('open')));
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => resolve((JSON.parse(text) as { code: string }).code));
    });
  });
};

describe('the switch', () => {
  test('is off by default', async () => {
    const { service, host } = await open({});
    const { id } = await createCampaign(service);
    expect(await refusal(`ws://${host}/v1/inspect?actor=${id}`)).toBe('inspect.off');
  });

  test('opens to this machine only, with and without keys', async () => {
    const admin = keyOf('ada', 'admin', '*');
    const sent = { 'x-api-key': admin.secret };
    const { service, host } = await open({ development: { isInspectable: true }, apiKeys: [admin] });
    const { body } = await service.send('POST', '/v1/campaigns', campaignFile(), sent);
    const url = `ws://${host}/v1/inspect?actor=${String(body['id'])}`;
    expect(await refusal(url, sent)).toBe('open');
    expect(await refusal(url, { ...sent, origin: `http://${host}` })).toBe('open');
    expect(await refusal(url)).toBe('auth.key-required');
    expect(await refusal(url, { ...sent, origin: 'https://elsewhere.example' })).toBe('inspect.local-only');
    expect(await refusal(url, { ...sent, origin: 'null' })).toBe('inspect.local-only');
    expect(await refusal(url, { ...sent, host: 'rebound.example' })).toBe('inspect.local-only');
    const without = await open();
    const own = await createCampaign(without.service);
    const ownUrl = `ws://${without.host}/v1/inspect?actor=${own.id}`;
    expect(await refusal(ownUrl, { origin: 'http://localhost:8080' })).toBe('auth.local-only');
  });

  test('shows nothing of another client, and says what is wrong with a request', async () => {
    const [north, south] = [keyOf('north', 'operator', 'northwind'), keyOf('south', 'viewer', 'southwind')];
    const { service, host } = await open({ development: { isInspectable: true }, apiKeys: [north, south] });
    const { body } = await service.send('POST', '/v1/campaigns', campaignFile(), {
      'x-api-key': north.secret,
    });
    const ask = (query: string, { secret }: { secret: string } = north) =>
      refusal(`ws://${host}/v1/inspect${query}`, { 'x-api-key': secret });
    expect(await ask(`?actor=${String(body['id'])}`, south)).toBe('campaign.not-found');
    expect(await ask('?actor=con_01MG0SP0C0F47C4FEZDQK8YZGA')).toBe('actor.campaign-needed');
    expect(await ask('?actor=nothing')).toBe('actor.not-found');
    expect(await ask('')).toBe('request.invalid');
    expect(await ask(`?actor=${Array.from({ length: 21 }, (_, one) => `cmp_${one}`).join(',')}`)).toBe(
      'request.invalid',
    );
  });
});

test('a stop does not wait for a receiver that does not read', async () => {
  const { service, host } = await open();
  const { id, contact } = await createCampaign(service);
  const port = Number(host.split(':')[1]);
  const socket = connect(port, '127.0.0.1');
  closing.push(() => void socket.destroy());
  const key = Buffer.from('0123456789abcdef').toString('base64');
  socket.write(
    `GET /v1/inspect?actor=${contact}&campaign=${id} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  for (let round = 0; round < 20; round += 1) {
    await service.send('POST', `/v1/campaigns/${id}/contacts/${contact}/pause`);
    await service.send('POST', `/v1/campaigns/${id}/contacts/${contact}/resume`);
  }
  const stopped = service.stop().then(() => 'stopped');
  expect(await Promise.race([stopped, delay(10_000).then(() => 'still open')])).toBe('stopped');
});
