import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { BotLine } from '../../src/domain/bot/bot-line.ts';
import { createBotLine } from '../../src/integrations/bots/bot-line.ts';
import { createSendWebhook } from '../../src/integrations/outgoing-webhooks/sending/send-webhook.ts';
import {
  createIsAllowedAddress,
  parseAllowedAddresses,
} from '../../src/platform/addresses/allowed-addresses.ts';
import { createIsPrivateAddress } from '../../src/platform/addresses/private-addresses.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import { serveSimulator } from '../../src/simulator/index.ts';
import { account, basic, callTo } from '../simulator/carrier.ts';
import { startBotServer } from '../support/bots/bot-server.ts';
import type { RunningBots } from '../support/bots/bot-server.ts';
import { botPool } from '../support/bots/bot-step.ts';

let bots: RunningBots;
let line: BotLine;
/** What the settings of the client say. */
let pool: ReturnType<typeof botPool>;
beforeEach(async () => {
  bots = await startBotServer({ size: 2 });
  pool = botPool({ endpoint: bots.endpoint, stream: bots.stream, secret: bots.secret });
  line = lineTo(`127.0.0.1:${bots.port}`);
});

/** Asks bot servers, of private addresses only this one. */
function lineTo(allowed: string): BotLine {
  const rules = {
    isPrivate: createIsPrivateAddress(),
    isAllowed: createIsAllowedAddress(parseAllowedAddresses(allowed) ?? []),
  };
  const { send, close } = createSendWebhook({ rules });
  onTestFinished(close);
  const store = {
    readClient: (client: string) =>
      Promise.resolve({ client, settings: { bots: { support: pool } }, updatedAt: 0 }),
  };
  return createBotLine({ store, send, clock: createSystemClock() });
}

const of = (attempt: string) => ({ client: 'acme', pool: 'support', attempt });
const warm = (attempt: string, asked = line) =>
  asked.warm({ ...of(attempt), campaign: 'cmp_1', variables: { first_name: 'Ada' }, holdSeconds: 60 });

describe('the bot server of the examples', () => {
  test('has a bot ready for each call, the same one if it is asked again, and takes released ones back', async () => {
    const first = await warm('att_1');
    expect(first).toEqual({ kind: 'ready', token: bots.sessions.get('att_1')?.token });
    expect(await warm('att_1')).toEqual(first);
    await warm('att_2');
    expect(await warm('att_3')).toEqual({ kind: 'failed', detail: 'the bot server answered 503' });
    await line.release(of('att_1'));
    expect((await warm('att_3')).kind).toBe('ready');
    expect(bots.counts).toMatchObject({ warmed: 3, released: 1, most: 2 });
  });

  test('refuses what was not signed with its secret', async () => {
    pool = { ...pool, secret: 'whsec_b3RoZXI=' };
    expect(await warm('att_1')).toEqual({ kind: 'failed', detail: 'the bot server answered 401' });
    expect(bots.sessions.size).toBe(0);
  });

  test('takes a call by its token over a real stream, speaks, and says goodbye', async () => {
    const outcome = await warm('att_1');
    bots.behaviour.talkMs = 50;
    const call = await callWith(outcome.kind === 'ready' ? outcome.token : '');
    expect(call).toMatchObject({ heardAudio: 2, end: { code: 4000, source: 'Answer XML' } });
    expect(bots.counts.conversations).toBe(1);
    expect(await callWith('unknown')).toMatchObject({ heardAudio: 0 });
  });
});

describe('the requests to bot servers', () => {
  test('fail with a reason without an answer that can be used', async () => {
    bots.behaviour.warm = 'garble';
    expect(await warm('att_1')).toMatchObject({ detail: expect.stringContaining('has no token') as string });
    pool = { ...pool, endpoint: 'http://127.0.0.1:9/' };
    expect(await warm('att_2')).toMatchObject({
      detail: expect.stringMatching(/private|reserved|refused/) as string,
    });
    expect(
      await line.warm({ ...of('att_1'), pool: 'sales', campaign: '', variables: {}, holdSeconds: 1 }),
    ).toEqual({
      kind: 'failed',
      detail: 'the client has no pool of bots sales',
    });
  });

  test('are not sent to private addresses, also if the settings have one', async () => {
    const outcome = await warm('att_1', lineTo(''));
    expect(outcome).toMatchObject({ detail: expect.stringContaining('private or reserved') as string });
    expect(bots.counts.warmed).toBe(0);
  });
});

/** Calls somebody who is connected with a bot, in real time. */
async function callWith(token: string) {
  const soon: [number, number] = [1, 1];
  const stream = `<Stream bidirectional="true" keepCallAlive="true" contentType="audio/x-mulaw;rate=8000" extraHeaders="botToken=${token}">${bots.stream}</Stream>`;
  const timings = { replyMs: soon, ringAfterMs: soon, answerAfterMs: soon, hangupDelayMs: soon };
  const to = '12025550155';
  const server = await serveSimulator({
    clock: createSystemClock(),
    accounts: [account],
    fetchCallback: () => Promise.resolve(new Response(`<Response>${stream}<Hangup/></Response>`)),
    options: { scenario: { numbers: { [to]: ['human'] }, timings } },
  });
  onTestFinished(() => server.close());
  await fetch(`${server.url}/v1/Account/${account.authId}/Call/`, {
    method: 'POST',
    headers: { authorization: basic(account), 'content-type': 'application/json' },
    body: JSON.stringify(callTo(to)),
  });
  await expect.poll(() => server.simulator.calls()[0]?.state, { timeout: 20_000 }).toBe('ended');
  return server.simulator.calls()[0];
}
