import { noBots } from '../../support/bots/no-bots.ts';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import type { Touch } from '../../../src/channels/contract.ts';
import { createPlivoWebhooks } from '../../../src/channels/voice/plivo/callbacks/webhooks.ts';
import { type CallbackKind, callbackKinds } from '../../../src/channels/voice/plivo/callbacks/urls.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { Evidence } from '../../../src/domain/attempt/evidence.ts';
import type { SimulatorOptionsInput } from '../../../src/simulator/index.ts';
import { withFacts } from '../../../src/domain/attempt/facts.ts';
import { attemptOf, newTouch, voiceStep } from '../support/touches.ts';
import { account, openVoice, publicUrl } from '../support/voice-setup.ts';

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

const log = pino({ enabled: false });

/** The voice channel with its webhooks, and an engine that only remembers what it was told. */
async function openWithWebhooks({
  touch,
  refused = [],
  ...options
}: SimulatorOptionsInput & { touch: Touch; refused?: CallbackKind[] }) {
  const stillRefused = new Set(refused);
  const heard: Array<{ kind: CallbackKind; evidence: readonly Evidence[] }> = [];
  let attempt: Attempt = attemptOf(touch, { state: 'placed' });
  const voice = await openVoice({
    options,
    async answerCallback(request) {
      const { method, url, headers } = request;
      const kind = callbackKinds.find((name) => new URL(url).pathname.endsWith(`/${name}`));
      const webhook = webhooks.find(({ path }) => path.endsWith(`/${kind}`));
      if (!kind || !webhook || stillRefused.delete(kind)) return new Response('', { status: 503 });
      return webhook.handle({ method, url, headers, body: await request.text(), log });
    },
  });
  const webhooks = createPlivoWebhooks({
    authTokens: [account.authToken],
    publicUrl,
    render: (text, variables) => text.replaceAll(/{{(\w+)}}/g, (_, name: string) => variables[name] ?? ''),
    clock: voice.clock,
    now: voice.clock.now,
    bots: noBots,
    transfer: voice.transfer,
    ports: {
      readAttempt: async () => attempt,
      findAttempt: async () => attempt,
      readTouch: async () => touch,
      nextLocalTime: async ({ after, minuteOfDay }) => after + minuteOfDay * 60_000,
      async receive({ evidence, callback }) {
        heard.push({ kind: callback?.kind as CallbackKind, evidence });
        const facts = evidence.map((piece) => ('facts' in piece ? piece.facts : undefined));
        attempt = { ...attempt, details: facts.reduce(withFacts, attempt.details) };
        return 'current';
      },
    },
  });
  close = voice.close;
  await voice.during(voice.channel.place({ touch, permit: { use: () => true } }));
  await voice.provider?.bring(touch, 'recorded');
  return { ...voice, heard, said: heard.flatMap(({ evidence }) => evidence), attempt };
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
  expect(simulator.calls()[0]?.end).toMatchObject({ code: 4000 });
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
