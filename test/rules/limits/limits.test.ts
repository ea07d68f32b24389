import { expect, test } from 'vitest';
import { channelDescriptors, channels } from '../../../src/channels/registry.ts';
import { createChannels } from '../../../src/domain/campaign/channel-facts.ts';
import type { LimitScope, LimitSettings, ListedScope } from '../../../src/domain/campaign/limit-scope.ts';
import { limitCaps, limitKeys } from '../../../src/rules/limits/limits.ts';

const none = { concurrent: null, perSecond: null, perHour: null, perDay: null };
const settings: LimitSettings = {
  shared: {
    account: { concurrent: 1, perSecond: null },
    global: { concurrent: 2, perSecond: null },
    caller: { concurrent: 5, perSecond: 0.5 },
  },
  client: { ...none, concurrent: 3, perDay: 30 },
  campaign: { ...none, concurrent: 4, perHour: 40 },
  senderOf: () => null,
  botsOf: () => null,
};
const touch = {
  client: 'acme',
  campaign: 'cmp_1',
  channel: 'voice',
  sender: '+12025550100',
  address: '+12025550199',
  facts: null,
};

/** Returns the voice channel with other limits. */
function listing(limits: readonly ListedScope[]) {
  return createChannels(channelDescriptors.map((channel) => ({ ...channel, limits })));
}

test('a call takes a slot under the same keys as in the first version', () => {
  expect(limitKeys({ channels, touch })).toEqual([
    'account:voice',
    'global',
    'client:acme',
    'campaign:cmp_1',
    'caller:+12025550100',
  ]);
});

test('each key has the caps of its own declaration', () => {
  expect(limitCaps({ channels, touch, settings })).toEqual([
    { ...none, scope: 'account:voice', concurrent: 1 },
    { ...none, scope: 'global', concurrent: 2 },
    { ...none, scope: 'client:acme', concurrent: 3, perDay: 30 },
    { ...none, scope: 'campaign:cmp_1', concurrent: 4, perHour: 40 },
    { ...none, scope: 'caller:+12025550100', concurrent: 5, perSecond: 0.5 },
  ]);
});

test('the order of the limits of a channel does not change their caps', () => {
  const reversed = listing(['campaign', 'global', 'client', 'account']);
  const caps = limitCaps({ channels: reversed, touch, settings });
  expect(caps.map(({ scope, concurrent }) => [scope, concurrent])).toEqual([
    ['campaign:cmp_1', 4],
    ['global', 2],
    ['client:acme', 3],
    ['account:voice', 1],
  ]);
});

test('without a sender there is no slot and no cap of a caller ID', () => {
  const anonymous = { ...touch, sender: null };
  expect(limitKeys({ channels, touch: anonymous })).toHaveLength(4);
  expect(limitCaps({ channels, touch: anonymous, settings })).toHaveLength(4);
});

test('a step of the log channel takes no slot; a channel that is not registered takes all slots of the engine', () => {
  expect(limitKeys({ channels, touch: { ...touch, channel: 'log' } })).toEqual([]);
  expect(limitCaps({ channels, touch: { ...touch, channel: 'fax' }, settings })).toMatchObject([
    { scope: 'account:fax', concurrent: 1 },
    { scope: 'global', concurrent: 2 },
    { scope: 'client:acme', concurrent: 3 },
    { scope: 'campaign:cmp_1', concurrent: 4 },
  ]);
});

test('a channel can declare its own limit, here one per recipient', () => {
  const recipient: LimitScope = {
    name: 'recipient',
    keyOf: ({ address }) => (address === null ? null : `recipient:${address}`),
    capsOf: () => ({ ...none, concurrent: 1 }),
  };
  const extended = listing(['global', recipient]);
  expect(limitCaps({ channels: extended, touch, settings })).toEqual([
    { ...none, scope: 'global', concurrent: 2 },
    { ...none, scope: 'recipient:+12025550199', concurrent: 1 },
  ]);
  expect(limitKeys({ channels: extended, touch: { ...touch, address: null } })).toEqual(['global']);
});

test('an undeclared limit is an error, for its slots and for its caps', () => {
  const mistaken = listing(['global', 'mailbox' as 'global']);
  const error = expect.objectContaining({ code: 'limit.scope-undeclared' });
  expect(() => limitKeys({ channels: mistaken, touch })).toThrow(error);
  expect(() => limitCaps({ channels: mistaken, touch, settings })).toThrow(error);
});

test('the limits of every channel are declared, each once', () => {
  for (const { name } of channelDescriptors) {
    const keys = limitKeys({ channels, touch: { ...touch, channel: name } });
    expect(new Set(keys).size).toBe(keys.length);
    expect(
      limitCaps({ channels, touch: { ...touch, channel: name }, settings }).map(({ scope }) => scope),
    ).toEqual(keys);
  }
});
