import { afterEach, expect, test } from 'vitest';
import { callEvidence } from '../../../src/channels/voice/call.ts';
import { account, openVoice } from '../support/voice-setup.ts';

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

/** An order to hang up a call, as another program of the account would give it. */
const hangUp = (callId: string): Request =>
  new Request(`http://carrier.test/v1/Account/${account.authId}/Call/${callId}/`, {
    method: 'DELETE',
    headers: {
      authorization: `Basic ${Buffer.from(`${account.authId}:${account.authToken}`).toString('base64')}`,
    },
  });

/** Twenty answered calls, whose answers and ids are known. */
async function openAnswered() {
  const voice = await openVoice({ options: { callsPerSecond: 50 } });
  ({ close } = voice);
  const touches = Array.from({ length: 20 }, () => voice.newTouch());
  for (const touch of touches) {
    await voice.during(voice.channel.place({ touch, permit: { use: () => true } }));
  }
  await voice.until(() => voice.simulator.calls().every(({ state }) => state === 'in-progress'));
  const idOf = (touch: (typeof touches)[number]): string => voice.callOf(touch)?.callUuid ?? '';
  const attempts = touches.map((touch) => ({
    ...voice.attemptOf(touch),
    providerId: idOf(touch),
    reachedAt: voice.clock.now(),
  }));
  /** The requests to the carrier while all are searched for, and what was found. */
  const searchAll = async () => {
    const before = voice.requests();
    const found = await voice.during(Promise.all(attempts.map((attempt) => voice.channel.search(attempt))));
    return { requests: voice.requests() - before, found: found.map(({ evidence }) => evidence) };
  };
  return { ...voice, touches, attempts, idOf, searchAll };
}

test('answered calls are found together by one list; one that is missing there is looked for by itself', async () => {
  const { simulator, clock, searchAll, attempts, until } = await openAnswered();
  const all = await searchAll();
  expect(all.requests).toBe(1);
  expect(all.found).toEqual(attempts.map(({ providerId }) => [callEvidence.answered(providerId)]));
  // Another program ends it: the list does not have it, nor does a read of the call, so its record is read.
  const hungUp = simulator.calls().find(({ callUuid }) => callUuid === attempts[3]?.providerId);
  await simulator.fetch(hangUp(hungUp?.callUuid ?? ''));
  await until(() => hungUp?.state === 'ended');
  await clock.pass(10_000);
  const next = await searchAll();
  expect(next.found[3]).toContainEqual(expect.objectContaining({ kind: 'ended', rank: 4 }));
  expect(next.found.filter((evidence) => evidence.some(({ kind }) => kind === 'ended'))).toHaveLength(1);
  expect(next.requests).toBe(1 + 3);
});

test('a call that is missing in the list and live is no end', async () => {
  const { simulator, searchAll } = await openAnswered();
  for (const call of simulator.calls().slice(0, 2)) call.listedFrom = Infinity;
  const { found } = await searchAll();
  for (const evidence of found) expect(evidence.some(({ kind }) => kind === 'ended')).toBe(false);
});

test('a call that the list has although it has ended is found by its record after a quarter of an hour', async () => {
  const { simulator, clock, searchAll, until } = await openAnswered();
  await searchAll();
  const [ghost] = simulator.calls();
  simulator.faults.replace([{ fault: 'live-ghost', match: {}, ms: 3_600_000 }]);
  await simulator.fetch(hangUp(ghost?.callUuid ?? ''));
  await until(() => ghost?.state === 'ended');
  await clock.pass(60_000);
  expect((await searchAll()).found.flat().some(({ kind }) => kind === 'ended')).toBe(false);
  await clock.pass(15 * 60_000);
  expect((await searchAll()).found[0]).toContainEqual(expect.objectContaining({ kind: 'ended', rank: 4 }));
});
