import { expect, test } from 'vitest';
import { canaryLimitsSchema, canaryOrderSchema, canaryPlan } from '../../src/domain/campaign/canary.ts';
import { canaryReason, canaryShareOf, readCanary } from '../../src/rules/canary.ts';
import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import { mintedCall } from '../support/builders/attempts.ts';
import { letterRegistry } from '../support/letters/descriptor.ts';

const limits = canaryLimitsSchema.parse({});
const { channels } = letterRegistry;
const hungUp = { code: '4000', name: 'Normal Hangup', source: 'Callee' };
const attemptOf = (changes: Partial<Attempt>): Attempt => ({ ...mintedCall, state: 'sending', ...changes });
const figures = { started: 20, results: 20, invalid: 2, optedOut: 1, failed: 4, answered: 10, short: 3 };

test('a rate is over its limit if it is above it, not if it is equal', () => {
  expect(readCanary({ figures, limits }).filter(({ isOver }) => isOver)).toEqual([]);
  const more = { ...figures, invalid: 3, optedOut: 2, failed: 5, short: 4 };
  expect(readCanary({ figures: more, limits }).map(({ isOver }) => isOver)).toEqual([true, true, true, true]);
});

test('a rate of nothing is not over its limit, and a limit of 0 allows nothing', () => {
  const none = { ...figures, answered: 0, short: 0 };
  const strict = { ...limits, maxShort: 0, maxOptOut: 0 };
  const over = readCanary({ figures: none, limits: strict }).filter(({ isOver }) => isOver);
  expect(over.map(({ rate }) => rate)).toEqual(['optedOut']);
});

test('the reason of a pause has the figures of the rates that are over', () => {
  const readings = readCanary({ figures: { ...figures, invalid: 3, short: 5 }, limits });
  expect(canaryReason(readings)).toBe(
    'the canary start is over its limits: 3 of 20 addresses are invalid (15 %, limit 10 %); 5 of 10 answered calls were short (50 %, limit 30 %)',
  );
});

test.each([
  [
    { state: 'sending', disposition: null },
    { started: 1, results: 0 },
  ],
  [
    { state: 'ended', disposition: 'busy' },
    { started: 1, results: 1, failed: 0 },
  ],
  [
    { state: 'ended', disposition: 'invalid' },
    { results: 1, invalid: 1, failed: 0 },
  ],
  [
    { state: 'ended', disposition: 'unconfirmed' },
    { results: 1, failed: 1 },
  ],
  [
    { state: 'ended', disposition: 'answered', details: { talkSeconds: 5 }, cause: hungUp },
    { answered: 1, short: 1 },
  ],
  [
    { state: 'ended', disposition: 'answered', details: { talkSeconds: 6 }, cause: hungUp },
    { answered: 1, short: 0 },
  ],
  [
    {
      state: 'ended',
      disposition: 'answered',
      details: { talkSeconds: 2 },
      cause: { ...hungUp, source: 'Plivo' },
    },
    { answered: 1, short: 0 },
  ],
  [
    {
      state: 'ended',
      disposition: 'answered',
      outcome: 'opt-out',
      details: { talkSeconds: 2 },
      cause: hungUp,
    },
    { optedOut: 1, answered: 1, short: 0 },
  ],
  [
    { channel: 'letters', state: 'ended', disposition: 'bounced' },
    { results: 1, invalid: 1 },
  ],
] as const)('counts an attempt %o', (changes, expected) => {
  const attempt = attemptOf(changes);
  expect(canaryShareOf({ attempt, limits, channels })).toMatchObject(expected);
});

test('does not count an attempt that was not placed, does not count, or contacts no one', () => {
  for (const changes of [
    { state: 'not-placed' },
    { state: 'ended', disposition: 'failed', counts: false },
    { channel: 'log', state: 'ended', disposition: 'answered' },
  ] as const)
    expect(canaryShareOf({ attempt: attemptOf(changes), limits, channels })).toBe(null);
});

test('an order replaces limits of the campaign, which replace the defaults', () => {
  const own = canaryLimitsSchema.parse({ maxFailed: 0.5, shortCall: '3s' });
  expect(canaryPlan(canaryOrderSchema.parse(5), own)).toEqual({ contacts: 5, limits: own });
  expect(canaryPlan(canaryOrderSchema.parse({ maxFailed: 0.4 }), own)).toEqual({
    contacts: 20,
    limits: { ...limits, maxFailed: 0.4, shortCall: '3s' },
  });
  expect(canaryPlan(canaryOrderSchema.parse({ contacts: 3 }), undefined)).toEqual({ contacts: 3, limits });
});

test.each([0, 1_001, 2.5, '20', { contacts: 0 }, { maxFailed: 2 }, { most: 1 }])(
  'the order %o is refused',
  (order) => expect(canaryOrderSchema.safeParse(order).success).toBe(false),
);
