import * as fc from 'fast-check';
import plivo from 'plivo';
import { describe, expect, test } from 'vitest';
import { signature, signedText } from '../../src/simulator/callbacks/signature.ts';
import { account, createCarrier, type Received } from './carrier.ts';

const verifies = (
  { method, url, fields, headers }: Received,
  token = account.authToken,
  name = 'v3',
): boolean =>
  !!plivo.validateV3Signature(
    method,
    url,
    headers.get('x-plivo-signature-v3-nonce') ?? '',
    token,
    headers.get(`x-plivo-signature-${name}`) ?? '',
    method === 'GET' ? {} : fields,
  );

describe('a V3 signature', () => {
  const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,8}$/).filter((name) => !(name in {}));
  const fields = fc.dictionary(names, fc.string({ unit: 'grapheme', maxLength: 12 }), { maxKeys: 6 });
  const query = fc.array(fc.tuple(names, fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 4 });

  test('is accepted by the plivo SDK for any query and any body', () => {
    fc.assert(
      fc.property(fields, query, fc.constantFrom('GET' as const, 'POST' as const), (body, pairs, method) => {
        const url = new URL('https://customer.test:8443/hooks/ring');
        for (const [name, value] of pairs) url.searchParams.append(name, value);
        const text = signedText({ method, url: url.href, body: method === 'GET' ? {} : body, nonce: '123' });
        const header = signature({ token: 'secret', text });
        const parameters = method === 'GET' ? {} : body;
        expect(plivo.validateV3Signature(method, url.href, '123', 'secret', header, parameters)).toBe(true);
        expect(
          plivo.validateV3Signature(method, `${url.origin}/other`, '123', 'secret', header, parameters),
        ).toBe(false);
      }),
    );
  });

  test('is on every callback of a call, with and without a query, by POST and by GET', async () => {
    const { call, received } = createCarrier();
    const plain = { answer_url: 'https://customer.test/answer', ring_url: 'https://customer.test/ring' };
    await call('+12025550100');
    await call('+12025550100', plain);
    await call('+12025550100', { answer_method: 'GET', ring_method: 'GET', hangup_method: 'GET' });
    expect(received.length).toBe(12);
    for (const news of received) {
      expect(verifies(news)).toBe(true);
      expect(verifies(news, account.authToken, 'ma-v3')).toBe(true);
      expect(verifies(news, 'another token')).toBe(false);
    }
  });

  test('does not match after a change of a field, the query or the nonce', async () => {
    const { call, received } = createCarrier();
    await call('+12025550101');
    const [news] = received;
    if (!news) throw new Error('no callback came');
    expect(verifies({ ...news, fields: { ...news.fields, CallStatus: 'completed' } })).toBe(false);
    expect(verifies({ ...news, url: news.url.replace('attempt=a1', 'attempt=a2') })).toBe(false);
    const headers = new Headers(news.headers);
    headers.set('x-plivo-signature-v3-nonce', '1');
    expect(verifies({ ...news, headers })).toBe(false);
  });

  test('does not cover the delivery policy in the fragment', async () => {
    const { call, received } = createCarrier();
    await call('+12025550101', {
      ring_url: 'https://customer.test/ring?attempt=a1#ct=2000&rt=5000&rc=5&rp=all',
    });
    const [ring] = received;
    expect(ring?.url).toBe('https://customer.test/ring?attempt=a1');
    expect(ring && verifies(ring)).toBe(true);
  });

  test.each([
    ['callback-wrong-signature', false, false],
    ['callback-tampered', false, false],
    ['callback-wrong-token', false, true],
    ['callback-signature-list', true, true],
  ] as const)('%s: V3 is %s, Ma-V3 is %s', async (fault, own, main) => {
    const { call, received } = createCarrier({
      options: { faults: [{ fault, match: { event: 'Hangup' } }] },
    });
    await call('+12025550101');
    const [ring, hangup] = received;
    if (!ring || !hangup) throw new Error('callbacks are missing');
    expect(verifies(ring)).toBe(true);
    expect(verifies(hangup)).toBe(own);
    expect(verifies(hangup, account.authToken, 'ma-v3')).toBe(main);
  });

  test('can be wrong on an extra copy, in addition to the correct callback', async () => {
    const faults = [
      { fault: 'callback-tampered' as const, match: { event: 'Hangup' as const }, extra: true },
    ];
    const { call, received } = createCarrier({ options: { faults } });
    await call('+12025550101');
    const hangups = received.filter(({ event }) => event === 'Hangup');
    expect(hangups.map((news) => verifies(news))).toEqual([false, true]);
    expect(hangups.map(({ fields }) => fields['CallStatus'])).toEqual(['completed', 'busy']);
  });

  test('uses the token of the sub-account that called, and Ma-V3 that of its main account', async () => {
    const sub = {
      authId: 'SATESTACCOUNT',
      authToken: 'the-token-of-the-sub-account',
      mainAuthId: account.authId,
    };
    const { call, received } = createCarrier({ accounts: [account, sub], caller: sub });
    await call('+12025550101');
    for (const news of received) {
      expect(verifies(news, sub.authToken)).toBe(true);
      expect(verifies(news, account.authToken)).toBe(false);
      expect(verifies(news, account.authToken, 'ma-v3')).toBe(true);
      expect(news.fields['ParentAuthID']).toBe(account.authId);
    }
    expect(received).toHaveLength(2);
  });
});
