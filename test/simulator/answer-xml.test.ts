import * as fc from 'fast-check';
import plivo from 'plivo';
import { describe, expect, test } from 'vitest';
import { parseAnswerXml } from '../../src/simulator/answer/answer-xml.ts';
import { createCarrier } from './carrier.ts';

const human = '+12025550100';
const end = ({ last }: ReturnType<typeof createCarrier>) => {
  const { HangupCauseCode, HangupSource } = last('Hangup');
  return [Number(HangupCauseCode), HangupSource];
};

/** XML 1.0 cannot represent most control characters. */
const isXmlLetter = (letter: string): boolean => letter >= ' ' && letter !== '\uFFFE' && letter !== '\uFFFF';

describe('reading an answer document', () => {
  test('parses what the plivo SDK writes, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (words) => {
        const said = Array.from(words, (letter) => (isXmlLetter(letter) ? letter : ' ')).join('');
        const response = plivo.Response();
        const digits = response.addGetDigits({ action: 'https://customer.test/?a=1&b=2', numDigits: '1' });
        digits.addSpeak(`x${said}x`);
        const [element] = parseAnswerXml(response.toXML()) ?? [];
        expect(element?.attributes['action']).toBe('https://customer.test/?a=1&b=2');
        expect(element?.children[0]?.text).toBe(`x${said}x`.replaceAll(/\s+/g, ' '));
      }),
    );
  });

  test.each([
    ['nothing', ''],
    ['JSON', '{"ok":true}'],
    ['an unclosed element', '<Response><Speak>Hi</Response>'],
    ['another root', '<Answer/>'],
    ['an unknown element', '<Response><Reject/></Response>'],
    ['more than 100 kB', `<Response><Speak>${'a'.repeat(100_001)}</Speak></Response>`],
    ['more than 100 kB in letters of two bytes', `<Response><Speak>${'é'.repeat(50_000)}</Speak></Response>`],
  ])('refuses %s', (_what, text) => {
    expect(parseAnswerXml(text)).toBeNull();
  });

  test('accepts an XML declaration and an empty response', () => {
    expect(parseAnswerXml('<?xml version="1.0" encoding="UTF-8"?><Response></Response>')).toEqual([]);
  });
});

describe('an answered call', () => {
  test('presses the key during the question and continues with the document of the action URL', async () => {
    const carrier = createCarrier();
    await carrier.call(human);
    const keys = carrier.received.find(({ path }) => path === 'keys');
    expect(keys?.fields).toMatchObject({ Digits: '1', CallStatus: 'in-progress' });
    expect(end(carrier)).toEqual([4000, 'Answer XML']);
  });

  test('continues with the next instruction if no key is pressed in all tries', async () => {
    const xml = `<Response><GetDigits action="https://customer.test/keys" timeout="4" retries="3"><Play>https://x.test/a.mp3</Play></GetDigits></Response>`;
    const carrier = createCarrier({
      customer: { answer: xml },
      options: { scenario: { suffixes: { '00': 'machine' } } },
    });
    await carrier.call(human);
    const [{ answeredAt, endedAt } = { answeredAt: 0, endedAt: 0 }] = carrier.simulator.calls();
    expect((endedAt ?? 0) - (answeredAt ?? 0)).toBe(3 * (5000 + 4000));
    expect(carrier.received.map(({ path }) => path)).not.toContain('keys');
    expect(end(carrier)).toEqual([4010, 'Plivo']);
  });

  test('continues after the question if redirect is false', async () => {
    const xml = `<Response><GetDigits action="https://customer.test/keys" redirect="false" numDigits="1"><Speak>?</Speak></GetDigits><Wait length="10"/></Response>`;
    const carrier = createCarrier({ customer: { answer: xml, keys: 'thank you' } });
    await carrier.call(human);
    expect(carrier.received.map(({ path }) => path)).toContain('keys');
    expect(end(carrier)).toEqual([4010, 'Plivo']);
  });

  test('speaks to a GetInput that accepts speech', async () => {
    const xml = `<Response><GetInput action="https://customer.test/keys" inputType="speech"><Speak>Yes or no?</Speak></GetInput></Response>`;
    const carrier = createCarrier({ customer: { answer: xml } });
    await carrier.call(human);
    expect(carrier.received.find(({ path }) => path === 'keys')?.fields).toMatchObject({
      InputType: 'speech',
      Speech: 'yes',
    });
  });

  test('follows redirects, dials and records, and reports each', async () => {
    const customer = {
      answer: '<Response><Redirect>https://customer.test/second?attempt=a1</Redirect></Response>',
      second: '<Response><Record action="https://customer.test/third?attempt=a1" maxLength="3"/></Response>',
      third:
        '<Response><Dial action="https://customer.test/fourth?attempt=a1"><Number>12025550199</Number></Dial></Response>',
      fourth: '<Response><Hangup schedule="20"/><Wait length="60"/></Response>',
    };
    const carrier = createCarrier({ customer });
    await carrier.call(human);
    const asked = Object.fromEntries(carrier.received.map(({ path, fields }) => [path, fields]));
    expect(asked['third']).toMatchObject({ RecordingDuration: '3' });
    expect(asked['fourth']).toMatchObject({ DialStatus: 'completed', DialRingStatus: 'true' });
    expect(asked['fourth']).toHaveProperty('DialBLegUUID');
    expect(end(carrier)).toEqual([6000, 'Plivo']);
  });

  test.each([
    ['an answer URL that fails', { answer: '' }, 500, [7011, 'Error']],
    ['an answer that is empty', { answer: ' ' }, 200, [7011, 'Error']],
    ['an answer that is not XML', { answer: 'sorry' }, 200, [8011, 'Error']],
    ['an action URL that fails', {}, 404, [7012, 'Error']],
    ['an action that is empty', { keys: '' }, 200, [7012, 'Error']],
    ['an action that is not XML', { keys: '{}' }, 200, [8012, 'Error']],
  ] as const)('ends with %s', async (_what, customer, status, expected) => {
    const failing = expected[0] === 7011 ? 'answer' : 'keys';
    const carrier = createCarrier({
      customer,
      intercept: ({ path }) => (path === failing && status !== 200 ? new Response('', { status }) : null),
    });
    await carrier.call(human);
    expect(end(carrier)).toEqual(expected);
  });

  test.each([
    ['fails', () => new Response('', { status: 502 })],
    ['is not XML', () => new Response('sorry')],
    ['is empty', () => new Response('')],
  ])('requests the fallback URL if the answer document %s', async (_what, answered) => {
    const carrier = createCarrier({
      customer: { fallback: '<Response><Speak>Please call back</Speak></Response>' },
      intercept: ({ path }) => (path === 'answer' ? answered() : null),
    });
    await carrier.call(human, { fallback_url: 'https://customer.test/fallback?attempt=a1' });
    expect(carrier.received.map(({ path }) => path)).toEqual(['ring', 'answer', 'fallback', 'hangup']);
    expect(end(carrier)).toEqual([4010, 'Plivo']);
  });

  test('ends with 7011 or 8011 if the fallback URL fails too', async () => {
    for (const [status, body, code] of [
      [502, '', 7011],
      [200, 'sorry', 8011],
    ] as const) {
      const carrier = createCarrier({
        intercept: ({ path }) =>
          ['answer', 'fallback'].includes(path) ? new Response(body, { status }) : null,
      });
      await carrier.call(human, { fallback_url: 'https://customer.test/fallback?attempt=a1' });
      expect(end(carrier)).toEqual([code, 'Error']);
    }
  });

  test('reports a stream with the requested method and without a delivery policy', async () => {
    const url = 'https://customer.test/stream?attempt=a1#rc=5&amp;rp=all';
    const carrier = createCarrier({
      customer: {
        answer: `<Response><Stream statusCallbackUrl="${url}" statusCallbackMethod="GET">wss://b</Stream></Response>`,
      },
      intercept: ({ path }) => (path === 'stream' ? new Response('', { status: 500 }) : null),
    });
    await carrier.call(human);
    const told = carrier.received.filter(({ path }) => path === 'stream');
    expect(told.map(({ method, event }) => [method, event])).toEqual([
      ['GET', 'StartStream'],
      ['GET', 'StopStream'],
    ]);
  });

  test('records a whole session in the background and reports durations of -1', async () => {
    const record = '<Record recordSession="true" redirect="false" action="https://customer.test/recorded"/>';
    const carrier = createCarrier({
      customer: { answer: `<Response>${record}<Wait length="5"/></Response>` },
    });
    await carrier.call(human);
    expect(carrier.received.find(({ path }) => path === 'recorded')?.fields).toMatchObject({
      RecordingDuration: '-1',
      RecordingDurationMs: '-1',
    });
    expect(end(carrier)).toEqual([4010, 'Plivo']);
  });

  test('stops after a hundred documents that redirect in a circle', async () => {
    const carrier = createCarrier({
      customer: { answer: '<Response><Redirect>https://customer.test/answer</Redirect></Response>' },
    });
    await carrier.call(human);
    expect(end(carrier)).toEqual([8014, 'Error']);
  });
});
