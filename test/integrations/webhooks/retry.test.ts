import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLane } from '../../../src/integrations/outgoing-webhooks/delivering/lane.ts';
import {
  nextTry,
  pauseAfter,
  verdictOf,
} from '../../../src/integrations/outgoing-webhooks/delivering/retry.ts';
import {
  secretsAt,
  secretOf,
  signedHeaders,
} from '../../../src/integrations/outgoing-webhooks/sending/signature.ts';
import type { Delivery } from '../../../src/persistence/contract/queues/deliveries.ts';

const now = 1_800_000_000_000;

test('the pause doubles from ten seconds to an hour, with jitter', () => {
  expect([1, 2, 3, 20, 9_999].map((failures) => pauseAfter(failures, () => 0.999_999))).toEqual([
    expect.closeTo(10_000, -1),
    expect.closeTo(20_000, -1),
    expect.closeTo(40_000, -1),
    expect.closeTo(3_600_000, -1),
    expect.closeTo(3_600_000, -1),
  ]);
  expect(pauseAfter(1, () => 0)).toBe(5_000);
});

test('any 2xx is a receipt, 410 ends the webhook, and everything else is tried again', () => {
  const kind = (status: number) => verdictOf({ status, retryAfter: null }, now).kind;
  expect([200, 204, 299].map(kind)).toEqual(['received', 'received', 'received']);
  expect([100, 301, 304, 400, 404, 429, 500, 999].map(kind)).toEqual(Array(8).fill('failed'));
  expect(kind(410)).toBe('gone');
});

test('Retry-After is seconds or a date; anything else says nothing', () => {
  const retryAt = (retryAfter: string) => {
    const verdict = verdictOf({ status: 503, retryAfter }, now);
    return verdict.kind === 'failed' ? verdict.retryAt : null;
  };
  expect(retryAt('120')).toBe(now + 120_000);
  expect(retryAt(new Date(now + 60_000).toUTCString())).toBe(now + 60_000);
  for (const text of ['', 'soon', '-5', '1.5e3', new Date(now - 60_000).toUTCString()])
    expect(retryAt(text)).toBeNull();
});

test('every delivery is tried until a day has passed, and never later than that, whatever the answers', () => {
  const answers = fc.array(
    fc.record({ jitter: fc.double({ min: 0, max: 0.999, noNaN: true }), wait: fc.nat(200_000_000) }),
    {
      minLength: 60,
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(answers, (list) => {
      const until = now + 86_400_000;
      let at = now;
      let failures = 0;
      for (const { jitter, wait } of list) {
        failures += 1;
        const retryAt = wait % 3 === 0 ? at + wait : null;
        const next = nextTry({ failures, until, now: at, retryAt, random: () => jitter });
        if (next === null) {
          expect(at).toBeGreaterThanOrEqual(until);
          return;
        }
        expect(next).toBeGreaterThan(at);
        expect(next).toBeLessThanOrEqual(until);
        at = next;
      }
      expect(failures).toBe(list.length);
    }),
  );
});

const deliveryOf = (number: number, position: number | null): Delivery => ({
  id: `d${number}`,
  client: 'default',
  target: 'whk_1',
  type: 'attempt.ended',
  campaign: 'cmp_1',
  position,
  body: '{}',
  createdAt: now,
  dueAt: now,
  until: now,
  state: 'waiting',
  tries: 1,
  failures: 0,
  lastError: null,
  answer: null,
});

test('an endpoint gets few requests at once, those of one contact one after another, and is left alone after failures', () => {
  const lane = createLane({ failures: 0, pausedUntil: null, random: () => 0.999 });
  lane.add([1, 2, 3].map((number) => deliveryOf(number, 7)).concat(deliveryOf(4, 8)), now + 60_000);
  const first = lane.next();
  expect([first?.id, lane.next()?.id, lane.next()]).toEqual(['d1', 'd4', null]);
  expect([lane.room(now), lane.running()]).toEqual([14, 2]);
  if (first) lane.done(first);
  expect(lane.next()?.id).toBe('d2');
  const fail = (at: number) => lane.answered({ now: at, isReceived: false, pauseUntil: null });
  expect([1, 2, 3, 4].map(() => fail(now).pausedUntil)).toEqual([null, null, null, null]);
  expect(fail(now)).toMatchObject({ failures: 5, pausedUntil: expect.closeTo(now + 10_000, -2) as number });
  expect([lane.isPaused(now + 5_000), lane.room(now + 5_000)]).toEqual([true, 0]);
  // Then one request at a time; each failure doubles the pause, up to ten minutes.
  expect(lane.room(now + 11_000)).toBe(1 - 2);
  let at = now;
  const pauses = Array.from({ length: 10 }, () => {
    const { pausedUntil } = fail(at);
    const pause = (pausedUntil ?? 0) - at;
    at = pausedUntil ?? at;
    return pause;
  });
  expect(pauses[0]).toBeGreaterThan(19_000);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(600_000);
  expect(pauses.at(-1)).toBeGreaterThan(590_000);
  expect(lane.giveBack().map(({ id }) => id)).toEqual(['d3']);
  expect(lane.answered({ now: at, isReceived: true, pauseUntil: null })).toEqual({
    failures: 0,
    pausedUntil: null,
  });
});

test('signatures depend on id, time, body and secret, and only the former secret of an overlap signs too', () => {
  const secret = secretOf(new Uint8Array(32).fill(1));
  const former = secretOf(new Uint8Array(32).fill(2));
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'binary' }), fc.nat(), (id, body, more) => {
      const headers = signedHeaders({ id, body, secrets: [secret, former], at: now + more });
      expect(headers['webhook-signature']).toMatch(/^v1,[\w+/]{43}= v1,[\w+/]{43}=$/);
      const other = signedHeaders({ id, body: `${body} `, secrets: [secret], at: now + more });
      expect(headers['webhook-signature']?.startsWith(String(other['webhook-signature']))).toBe(false);
    }),
  );
  const of = { secret, formerSecret: former, formerUntil: now };
  expect([secretsAt(of, now - 1), secretsAt(of, now)]).toEqual([[secret, former], [secret]]);
});
