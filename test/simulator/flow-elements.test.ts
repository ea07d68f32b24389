import { describe, expect, test } from 'vitest';
import { createCarrier } from './carrier.ts';

const to = '12025550155';
const doc = (inside: string): string => `<Response>${inside}</Response>`;

/** Calls somebody who behaves like this, and returns how long the call lasted and what was asked for in it. */
async function called(answer: string, script: object, more: Record<string, string> = {}) {
  const carrier = createCarrier({
    customer: { answer, ...more },
    options: {
      scenario: {
        numbers: { [to]: [script as never], '12025550201': ['busy'], '12025550202': ['no-answer'] },
      },
    },
  });
  await carrier.call(to);
  const [call] = carrier.simulator.calls();
  const seconds = Math.round(((call?.endedAt ?? 0) - (call?.answeredAt ?? 0)) / 1000);
  return { ...carrier, seconds, code: call?.end?.code };
}

describe('a wait', () => {
  const machine = { outcome: 'machine', beepAfterMs: 9_000 };

  test.each([
    ['<Wait length="30" beep="true"/>', machine, 9],
    ['<Wait length="5" beep="true"/>', machine, 5],
    ['<Wait length="30" silence="true" minSilence="3000"/>', machine, 12],
    ['<Wait length="30" silence="true" minSilence="3000"/>', { outcome: 'human' }, 3],
    ['<Wait length="30" beep="true"/>', { outcome: 'human' }, 30],
    ['<Wait length="7"/>', machine, 7],
  ])('%s of %j lasts %i s', async (element, script, seconds) => {
    expect((await called(doc(element), script)).seconds).toBe(seconds);
  });
});

test.each([
  ['12025550201', 'busy'],
  ['12025550202', 'timeout'],
  ['12025550177', 'completed'],
])('a transfer to %s ends as %s', async (number, status) => {
  const dial = `<Dial action="https://customer.test/keys" timeout="20"><Number>${number}</Number></Dial>`;
  const { received } = await called(doc(dial), { outcome: 'human' });
  expect(received.find(({ path }) => path === 'keys')?.fields).toMatchObject({ DialStatus: status });
});

test('a recording of the whole call is reported with its length at the end', async () => {
  const record =
    '<Record recordSession="true" redirect="false" maxLength="600" callbackUrl="https://customer.test/rec"/>';
  const { received } = await called(doc(`${record}<Wait length="20"/>`), { outcome: 'human' });
  expect(received.find(({ path }) => path === 'rec')?.fields).toMatchObject({ RecordingDuration: '20' });
});

test('a contact hangs up at the question of the script', async () => {
  const ask =
    '<GetDigits action="https://customer.test/keys" numDigits="1"><Speak>Press 1.</Speak></GetDigits>';
  const { events, code } = await called(doc(ask + ask), {
    outcome: 'human',
    keys: [''],
    leavesAtQuestion: 2,
  });
  expect(code).toBe(4000);
  expect(events()).not.toContain('GetDigits');
});

test('a fault of a document in the middle of a call is named by its element', async () => {
  const ask =
    '<GetDigits action="https://customer.test/keys" numDigits="1"><Speak>Press 1.</Speak></GetDigits>';
  const carrier = createCarrier({
    customer: { answer: doc(ask) },
    options: {
      scenario: { numbers: { [to]: [{ outcome: 'human', keys: ['1'] }] } },
      faults: [{ fault: 'callback-lost', match: { event: 'GetDigits' } }],
    },
  });
  await carrier.call(to);
  expect(carrier.simulator.calls()[0]?.end).toMatchObject({ code: 7012 });
});
