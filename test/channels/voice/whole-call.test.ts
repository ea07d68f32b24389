import { afterEach, expect, test } from 'vitest';
import type { Touch } from '../../../src/channels/contract.ts';
import { flowXml } from '../../../src/channels/voice/flow.ts';
import { createPlivoCallbacks, withOutcome } from '../../../src/channels/voice/plivo/callbacks/callbacks.ts';
import { readForm } from '../../../src/channels/voice/plivo/callbacks/signature.ts';
import {
  type CallbackKind,
  callbackKinds,
  callbackUrl,
} from '../../../src/channels/voice/plivo/callbacks/urls.ts';
import type { Evidence } from '../../../src/domain/attempt/evidence.ts';
import type { SimulatorOptionsInput } from '../../../src/simulator/index.ts';
import { newTouch, voiceStep } from '../support/touches.ts';
import { account, openVoice, publicUrl } from '../support/voice-setup.ts';

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

/** The voice channel with webhooks that do what the real ones do with a callback, and remember what they were told. */
async function openWithWebhooks({
  touch,
  refused = [],
  ...options
}: SimulatorOptionsInput & { touch: Touch; refused?: CallbackKind[] }) {
  const stillRefused = new Set(refused);
  const callbacks = createPlivoCallbacks({ authTokens: [account.authToken], publicUrl });
  const heard: Array<{ kind: CallbackKind; evidence: readonly Evidence[] }> = [];
  const { attempt, campaign } = touch;
  const urls = {
    gather: (node: number) => callbackUrl({ publicUrl, kind: 'answer', attempt, campaign, gather: node }),
  };
  const voice = await openVoice({
    options,
    async answerCallback(request) {
      const { pathname, searchParams: query } = new URL(request.url);
      const kind = callbackKinds.find((name) => pathname.endsWith(`/${name}`));
      const params = readForm(await request.text());
      const { method, url, headers } = request;
      if (!kind || !callbacks.authentic({ method, url, headers, params }))
        return new Response('', { status: 403 });
      if (stillRefused.delete(kind)) return new Response('', { status: 503 });
      const callback = callbacks.read({ kind, query, params });
      if (!callback) return new Response('', { status: 404 });
      heard.push({ kind, evidence: withOutcome({ callback, step: touch.step }).evidence });
      const from = callback.resumeAt;
      return new Response(from === null ? '' : flowXml({ touch, from, urls, render: (text) => text }));
    },
  });
  close = voice.close;
  await voice.during(voice.channel.place({ touch, permit: { use: () => true } }));
  await voice.provider?.bring(touch, 'recorded');
  return { ...voice, heard, said: heard.flatMap(({ evidence }) => evidence) };
}

test('a pressed key is understood, and the call continues to its end', async () => {
  const touch = newTouch({ address: '+12025550100' });
  const { heard, said, simulator } = await openWithWebhooks({
    touch,
    scenario: { numbers: { '12025550100': [{ outcome: 'human', keys: ['9'] }] }, impatient: 0 },
  });
  expect(heard.map(({ kind }) => kind)).toEqual(['ring', 'answer', 'answer', 'hangup']);
  expect(said).toContainEqual(expect.objectContaining({ kind: 'responded', outcome: 'opt-out' }));
  expect(said.at(-1)).toMatchObject({ kind: 'ended', disposition: 'answered', rank: 3 });
  expect(simulator.calls()[0]?.end).toMatchObject({ code: 4010 });
});

test('a callback that could not be stored comes again, and the call continues normally', async () => {
  const touch = newTouch({ address: '+12025550104' });
  const { heard, said } = await openWithWebhooks({ touch, refused: [...callbackKinds] });
  expect(heard.map(({ kind }) => kind).toSorted()).toEqual(['answer', 'hangup', 'machine', 'ring']);
  expect(said).toContainEqual(expect.objectContaining({ kind: 'ended', disposition: 'machine' }));
});

test('a person who presses nothing hears the rest', async () => {
  const touch = newTouch({ address: '+12025550100' });
  const { heard, said } = await openWithWebhooks({
    touch,
    scenario: { numbers: { '12025550100': [{ outcome: 'human', keys: [''] }] }, impatient: 0 },
  });
  expect(heard.map(({ kind }) => kind)).toEqual(['ring', 'answer', 'hangup']);
  expect(said.at(-1)).toMatchObject({ kind: 'ended', disposition: 'answered', cause: { code: '4010' } });
});

test('an answering machine is hung up on and reported as one', async () => {
  const touch = newTouch({ address: '+12025550105' });
  const { said } = await openWithWebhooks({ touch });
  expect(said).toContainEqual(expect.objectContaining({ kind: 'qualified', disposition: 'machine' }));
  expect(said.at(-1)).toMatchObject({ kind: 'ended', disposition: 'machine' });
});

test('without machine detection the carrier is not asked to detect machines', async () => {
  const touch = newTouch({ address: '+12025550105', step: voiceStep({ machineDetection: 'off' }) });
  const { said } = await openWithWebhooks({ touch });
  expect(said).not.toContainEqual(expect.objectContaining({ kind: 'qualified', disposition: 'machine' }));
});

test('a call without an answer ends at its own ring timeout', async () => {
  const touch = newTouch({ address: '+12025550113', step: voiceStep({ ringTimeout: '20s' }) });
  const { said, simulator } = await openWithWebhooks({ touch });
  expect(said.at(-1)).toMatchObject({ kind: 'ended', disposition: 'no-answer', cause: { code: '6010' } });
  const [call] = simulator.calls();
  expect((call?.endedAt ?? 0) - (call?.rangAt ?? 0)).toBeLessThanOrEqual(20_000);
});

test('a call that would never end is ended by its own time limit', async () => {
  const step = voiceStep({ timeLimit: '30s', flow: [{ wait: '10m' }] });
  const touch = newTouch({ address: '+12025550114', step });
  const { simulator } = await openWithWebhooks({ touch });
  const [call] = simulator.calls();
  expect((call?.endedAt ?? Infinity) - (call?.answeredAt ?? 0)).toBeLessThanOrEqual(30_000);
});
