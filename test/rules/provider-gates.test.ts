import { expect, test } from 'vitest';
import { channelDescriptors } from '../../src/channels/registry.ts';
import { closedBreaker } from '../../src/domain/breaker.ts';
import { createChannels } from '../../src/domain/campaign/channel-facts.ts';
import { opened } from '../../src/rules/breaker.ts';
import { gatesOf } from '../../src/rules/provider-gates.ts';

const [voice] = channelDescriptors;
/** With a second channel that has a provider of its own. */
const channels = createChannels([
  ...channelDescriptors,
  { ...voice, name: 'paging', account: { provider: 'beeper', name: 'default' } },
]);
const step = (channel: string) => ({ id: channel, channel });
const down = { ...opened(closedBreaker('voice plivo default'), 1_000), rev: 1 };
const look = (steps: readonly string[], isDown = true) =>
  gatesOf({
    channels,
    client: 'acme',
    steps: steps.map(step),
    breakerOf: (key) => (isDown && key === down.key ? down : closedBreaker(key)),
    resumedAt: null,
    at: 2_000,
  });

test('channels with a provider have a breaker each, by provider and account', () => {
  expect(channels.breakers).toEqual(['voice plivo default', 'email smtp default', 'paging beeper default']);
  expect(channels.breakerOf('log')).toBe(null);
  expect(channels.breakerOf('fax')).toBe(null);
});

test('without an open breaker all steps are free', () => {
  expect(look(['voice', 'log'], false)).toEqual({
    free: null,
    probeAt: null,
    lapsesAt: null,
    isShut: false,
    isOnlyPreparers: false,
  });
});

test('a provider that is down holds back the steps of its channel only', () => {
  expect(look(['voice', 'paging', 'voice', 'log'])).toEqual({
    free: [1, 3],
    probeAt: 31_000,
    lapsesAt: null,
    isShut: false,
    isOnlyPreparers: false,
  });
  expect(look(['paging', 'log'])).toEqual({
    free: null,
    probeAt: null,
    lapsesAt: null,
    isShut: false,
    isOnlyPreparers: false,
  });
});

test('it stops a campaign whose other steps contact no one', () => {
  expect(look(['voice', 'log'])).toEqual({
    free: [1],
    probeAt: 31_000,
    lapsesAt: null,
    isShut: true,
    isOnlyPreparers: false,
  });
});
