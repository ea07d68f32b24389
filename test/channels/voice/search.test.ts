import { afterEach, expect, test } from 'vitest';
import { callEvidence } from '../../../src/channels/voice/call.ts';
import type { Touch } from '../../../src/channels/contract.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { SimulatorOptionsInput } from '../../../src/simulator/index.ts';
import { openVoice } from '../support/voice-setup.ts';
import { newTouch } from '../support/touches.ts';

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

async function open(options: SimulatorOptionsInput = {}) {
  const voice = await openVoice({ options: { callsPerSecond: 50, ...options } });
  close = voice.close;
  const place = async (touch: Touch) =>
    voice.during(voice.channel.place({ touch, permit: { use: () => true } }));
  const search = async (touch: Touch, known: Partial<Attempt> = {}) =>
    (await voice.during(voice.channel.search({ ...voice.attemptOf(touch), ...known }))).evidence;
  return { ...voice, place, search };
}

const ended = (change: object = {}) => expect.objectContaining({ kind: 'ended', rank: 4, ...change });

test('with its ids known, an attempt is found at every stage', async () => {
  const { newTouch, place, search, callOf, provider, until } = await open();
  const touch = newTouch();
  const outcome = await place(touch);
  const requestId = outcome.kind === 'accepted' ? outcome.receipt : null;
  await until(() => callOf(touch)?.state === 'ringing');
  expect(await search(touch, { receipt: requestId })).toEqual([
    { kind: 'accepted', receipt: requestId },
    callEvidence.live(expect.any(String)),
    callEvidence.ringing(expect.any(String)),
  ]);
  await provider?.bring(touch, 'live');
  expect(await search(touch, { receipt: requestId })).toContainEqual(
    callEvidence.answered(expect.any(String)),
  );
  await provider?.bring(touch, 'recorded');
  expect(await search(touch, { providerId: callOf(touch)?.callUuid ?? null })).toContainEqual(
    ended({
      disposition: 'answered',
      details: {
        talkSeconds: expect.any(Number) as number,
        cost: expect.any(Number) as number,
        rate: 8_500,
        billedSeconds: expect.any(Number) as number,
      },
    }),
  );
});

test('a call whose id differs from its request is found by the request it names, then by numbers', async () => {
  const { newTouch, place, search, callOf, provider } = await open({ callUuid: 'different' });
  const touch = newTouch();
  const outcome = await place(touch);
  const requestId = outcome.kind === 'accepted' ? outcome.receipt : null;
  await provider?.bring(touch, 'live');
  const callId = callOf(touch)?.callUuid;
  expect(callId).not.toBe(requestId);
  expect(await search(touch, { receipt: requestId })).toContainEqual(callEvidence.live(callId ?? ''));
  await provider?.bring(touch, 'recorded');
  expect(await search(touch, { receipt: requestId })).toContainEqual(ended({ providerId: callId }));
});

test('a live call of another request to the same number is not taken for this one', async () => {
  const { newTouch, place, search, provider } = await open();
  const touch = newTouch();
  await place(touch);
  await provider?.bring(touch, 'live');
  expect(await search(touch, { receipt: 'another-request' })).toEqual([]);
});

test('an earlier call to the same number is not taken for a later attempt', async () => {
  const { newTouch: touchOf, place, search, provider, clock, attemptOf, during, channel } = await open();
  const first = touchOf();
  await place(first);
  await provider?.bring(first, 'recorded');
  await clock.pass(60_000);
  const second = newTouch({ address: first.address });
  expect(await search(second)).toEqual([]);
  const late = await during(channel.search({ ...attemptOf(first), endedAt: clock.now() }));
  expect(late.evidence).toContainEqual(ended());
});

test('an earlier call that is still live is not taken for a later attempt', async () => {
  const { newTouch: touchOf, place, search, provider, clock, attemptOf } = await open();
  const first = touchOf();
  await place(first);
  await provider?.bring(first, 'live');
  await clock.pass(60_000);
  const second = newTouch({ address: first.address });
  expect(await search(second, { mintedAt: attemptOf(second).mintedAt })).toEqual([]);
  expect(await search(first)).toContainEqual(callEvidence.live(expect.any(String)));
});

test('a later call to the same number is not taken for an attempt that had ended before', async () => {
  const { newTouch: touchOf, place, search, provider, clock } = await open();
  const unconfirmed = touchOf();
  const endedAt = clock.now() + 1_000;
  await clock.pass(120_000);
  const later = newTouch({ address: unconfirmed.address });
  await place(later);
  await provider?.bring(later, 'recorded');
  expect(await search(unconfirmed, { endedAt })).toEqual([]);
});

test('two calls that fit are no evidence for either', async () => {
  const { newTouch: touchOf, place, search, provider } = await open();
  const touch = touchOf();
  const twin = newTouch({ address: touch.address });
  await place(touch);
  await place(twin);
  expect(await search(touch)).toEqual([]);
  await provider?.bring(touch, 'recorded');
  await provider?.bring(twin, 'recorded');
  expect(await search(touch)).toEqual([]);
});

test('a call from another caller ID to the same number is another call', async () => {
  const { newTouch: touchOf, place, search, provider } = await open();
  const touch = touchOf();
  await place(touch);
  await provider?.bring(touch, 'live');
  expect(await search(touch, { sender: '+12025550199' })).toEqual([]);
});

test('a record counts although the live list still shows the call', async () => {
  const {
    newTouch: touchOf,
    place,
    search,
    provider,
  } = await open({
    faults: [{ fault: 'live-ghost', ms: 3_600_000 }],
  });
  const touch = touchOf();
  await place(touch);
  await provider?.bring(touch, 'recorded');
  const evidence = await search(touch);
  expect(evidence).toContainEqual(callEvidence.live(expect.any(String)));
  expect(evidence).toContainEqual(ended());
});

test('before the record appears there is no evidence, afterwards there is', async () => {
  const {
    newTouch: touchOf,
    place,
    search,
    provider,
    clock,
  } = await open({
    faults: [{ fault: 'record-late', ms: 600_000 }],
  });
  const touch = touchOf();
  await place(touch);
  await provider?.bring(touch, 'recorded');
  expect(await search(touch)).toEqual([]);
  await clock.pass(600_000);
  expect(await search(touch)).toContainEqual(ended());
});

test.each([
  ['01', 'busy', null],
  ['02', 'no-answer', null],
  ['05', 'machine', null],
  ['06', 'invalid', null],
  ['07', 'failed', 'provider'],
  ['11', 'failed', 'credit'],
  ['12', 'failed', 'throttled'],
] as const)(
  'the record of a number ending in %s is judged as %s (fault %s)',
  async (suffix, disposition, fault) => {
    const { place, channel, during, provider, attemptOf } = await open();
    const touch = newTouch({ address: `+120255501${suffix}` });
    const attempt = attemptOf(touch);
    await place(touch);
    await provider?.bring(touch, 'recorded');
    const { evidence } = await during(channel.search(attempt));
    expect(evidence).toContainEqual(ended({ disposition, fault }));
  },
);

test('an answer that cannot be used is an error, not an empty result', async () => {
  const { newTouch: touchOf, search } = await open({
    faults: [{ fault: 'reject-503', match: { request: 'any' }, nth: 2 }],
  });
  await expect(search(touchOf())).rejects.toMatchObject({ code: 'carrier.answer-unusable' });
});
