import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createPlivoCallbacks } from '../../../../src/channels/voice/plivo/callbacks/callbacks.ts';
import { readForm } from '../../../../src/channels/voice/plivo/callbacks/signature.ts';
import { signature, signedText } from '../../../../src/simulator/callbacks/signature.ts';
import { account, openVoice, publicUrl } from '../../support/voice-setup.ts';

type Captured = { method: string; url: string; headers: Map<string, string>; body: string };

const authToken = account.authToken;
const { authentic } = createPlivoCallbacks({ authTokens: [authToken], publicUrl });
const check = ({ method, url, headers, body }: Captured, with_ = authentic): boolean =>
  with_({ method, url, headers, params: readForm(body) });

/** Everything the simulator sends about one answered call, as it came over. */
async function captureCall(): Promise<Captured[]> {
  const captured: Captured[] = [];
  const voice = await openVoice({
    async answerCallback(request) {
      const headers = new Map(request.headers.entries());
      captured.push({ method: request.method, url: request.url, headers, body: await request.text() });
      return new Response('<Response><Speak>Hello</Speak></Response>');
    },
  });
  const touch = voice.newTouch();
  await voice.during(voice.channel.place({ touch, permit: { use: () => true } }));
  await voice.provider?.bring(touch, 'recorded');
  await voice.close();
  return captured;
}

/** What a callback says, whatever way it is encoded. */
const meaning = ({ method, url, body }: Captured): string => {
  const { pathname, searchParams } = new URL(url, publicUrl);
  const sorted = (entries: URLSearchParams) => [...entries].map((entry) => JSON.stringify(entry)).toSorted();
  return JSON.stringify([method, pathname, sorted(searchParams), sorted(new URLSearchParams(body))]);
};

describe('callbacks of a real call', () => {
  let callbacks: Captured[] = [];
  beforeAll(async () => {
    callbacks = await captureCall();
  });

  test('are authentic', () => {
    expect(callbacks.map(({ url }) => new URL(url).pathname)).toEqual([
      '/webhooks/plivo/ring',
      '/webhooks/plivo/answer',
      '/webhooks/plivo/hangup',
    ]);
    for (const callback of callbacks) expect(check(callback)).toBe(true);
  });

  test('are authentic behind a proxy that changes scheme, host and port, or with the path alone', () => {
    for (const callback of callbacks) {
      const { pathname, search } = new URL(callback.url);
      for (const origin of ['http://10.0.0.7:3000', 'http://evil.test', '']) {
        expect(check({ ...callback, url: `${origin}${pathname}${search}` })).toBe(true);
      }
    }
  });

  test('are forged under any other token or public URL', () => {
    const other = createPlivoCallbacks({ authTokens: ['another-token'], publicUrl });
    const elsewhere = createPlivoCallbacks({ authTokens: [authToken], publicUrl: 'https://elsewhere.test' });
    const nobody = createPlivoCallbacks({ authTokens: [], publicUrl });
    for (const callback of callbacks) {
      for (const { authentic } of [other, elsewhere, nobody]) expect(check(callback, authentic)).toBe(false);
    }
  });

  test('are refused after any change of a byte that changes what they say', () => {
    const place = fc.constantFrom('url', 'body', 'nonce', 'signature');
    fc.assert(
      fc.property(
        fc.nat({ max: 2 }),
        place,
        fc.nat(),
        fc.integer({ min: 1, max: 127 }),
        (which, part, at, mask) => {
          const original = callbacks[which];
          if (!original) throw new Error('no such callback');
          const forged = tamper({ original, part, at, mask });
          fc.pre(
            part === 'nonce' ||
              part === 'signature' ||
              !URL.canParse(forged.url, publicUrl) ||
              meaning(forged) !== meaning(original),
          );
          expect(check(forged)).toBe(false);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('are refused with a field more, less, or twice', () => {
    for (const callback of callbacks) {
      expect(check({ ...callback, body: `${callback.body}&Digits=9` })).toBe(false);
      expect(check({ ...callback, body: callback.body.replace(/&[^&]*$/, '') })).toBe(false);
      expect(check({ ...callback, body: `${callback.body}&CallStatus=completed` })).toBe(false);
      expect(check({ ...callback, body: '' })).toBe(false);
      expect(check({ ...callback, url: `${callback.url}&gather=1` })).toBe(false);
    }
  });

  test('are refused under another method', () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'post ', '']) {
      for (const callback of callbacks) expect(check({ ...callback, method })).toBe(false);
    }
  });
});

describe('the signature check', () => {
  const url = `${publicUrl}/webhooks/plivo/answer?attempt=a&campaign=b`;
  const body = { CallUUID: 'c-1', From: '+12025550100', CallerName: 'Zoë & Søn' };
  const sign = (token: string, method: 'GET' | 'POST' = 'POST') =>
    signature({ token, text: signedText({ method, url, body: method === 'GET' ? {} : body, nonce: 'n-1' }) });
  const headersWith = (name: string, value: string) =>
    new Map([
      ['x-plivo-signature-v3-nonce', 'n-1'],
      [name, value],
    ]);
  const checkWith = (headers: Map<string, string>, authTokens = ['main', 'old'], method = 'POST') =>
    createPlivoCallbacks({ authTokens, publicUrl }).authentic({ method, url, headers, params: body });

  test('takes the signature of the account, of the main account, and any of a list', () => {
    expect(checkWith(headersWith('x-plivo-signature-v3', sign('main')))).toBe(true);
    expect(checkWith(headersWith('x-plivo-signature-ma-v3', sign('main')))).toBe(true);
    expect(checkWith(headersWith('x-plivo-signature-v3', `${sign('new')}, ${sign('old')}`))).toBe(true);
    expect(checkWith(headersWith('x-plivo-signature-v3', `${sign('x')},${sign('y')}`))).toBe(false);
  });

  test('takes a GET, whose query is signed and whose fields are not counted twice', () => {
    expect(checkWith(headersWith('x-plivo-signature-v3', sign('main', 'GET')), ['main'], 'GET')).toBe(true);
  });

  test('refuses what lacks a nonce or a signature', () => {
    expect(checkWith(new Map())).toBe(false);
    expect(checkWith(new Map([['x-plivo-signature-v3', sign('main')]]))).toBe(false);
    expect(checkWith(headersWith('x-plivo-signature-v3', ''))).toBe(false);
    expect(checkWith(headersWith('x-plivo-signature-v3', ' , ,'))).toBe(false);
    expect(checkWith(headersWith('x-plivo-signature-v2', sign('main')))).toBe(false);
  });

  test('never throws and never says yes to noise', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(
        fc.record({
          method: fc.oneof(text, fc.constantFrom('GET', 'POST')),
          url: text,
          nonce: text,
          sent: text,
        }),
        fc.dictionary(text, fc.oneof(text, fc.array(text))),
        ({ method, url, nonce, sent }, params) => {
          const headers = new Map([
            ['x-plivo-signature-v3-nonce', nonce],
            ['x-plivo-signature-v3', sent],
          ]);
          expect(authentic({ method, url, headers, params })).toBe(false);
        },
      ),
    );
  });
});

type Tampering = {
  original: Captured;
  part: 'url' | 'body' | 'nonce' | 'signature';
  at: number;
  mask: number;
};

/** Changes one byte. */
function tamper({ original, part, at, mask }: Tampering): Captured {
  const flip = (text: string): string => {
    const index = at % text.length;
    const changed = String.fromCharCode(text.charCodeAt(index) ^ mask);
    return text.slice(0, index) + changed + text.slice(index + 1);
  };
  if (part === 'body') return { ...original, body: flip(original.body) };
  if (part === 'url') {
    const { pathname, search } = new URL(original.url);
    return { ...original, url: flip(pathname + search) };
  }
  const headers = new Map(original.headers);
  const names =
    part === 'nonce' ? ['x-plivo-signature-v3-nonce'] : ['x-plivo-signature-v3', 'x-plivo-signature-ma-v3'];
  for (const name of names) headers.set(name, flip(headers.get(name) ?? '-'));
  return { ...original, headers };
}
