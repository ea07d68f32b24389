import { expect, test } from 'vitest';
import { claimedTouches } from '../../../src/rules/restore/unknown-touches.ts';
import type { AttemptTouch, RecordedTouch } from '../../../src/rules/restore/unknown-touches.ts';

const address = '+12025550101';
const attempt = (changes: Partial<AttemptTouch> = {}): AttemptTouch => ({
  address,
  state: 'ended',
  mintedAt: 10_000,
  endedAt: 60_000,
  providerId: null,
  receipt: null,
  ...changes,
});
const touch = (providerId: string, at: number | null = 11_000): RecordedTouch => ({
  providerId,
  address,
  at,
});
const claimed = (attempts: readonly AttemptTouch[], touches: readonly RecordedTouch[]): string[] =>
  [...claimedTouches({ attempts, touches })].sort();

test('an id decides, whenever the touch began: the id of the touch, or that of its request', () => {
  expect(claimed([attempt({ providerId: 'a' })], [touch('a', 99_000), touch('b')])).toEqual(['a']);
  expect(claimed([attempt({ receipt: 'b', providerId: 'c' })], [touch('a'), touch('b')])).toEqual(['b']);
});

test('an attempt without an id claims the earliest touch that began while it was open, and only one', () => {
  const touches = [touch('late', 50_000), touch('first', 12_000), touch('before', 1_000)];
  expect(claimed([attempt()], touches)).toEqual(['first']);
  expect(claimed([attempt(), attempt({ mintedAt: 40_000 })], touches)).toEqual(['first', 'late']);
});

test('an open attempt claims one touch only: a retry that is not stored stays unknown', () => {
  const open = attempt({ state: 'unknown', endedAt: null });
  expect(claimed([open], [touch('own'), touch('retry', 900_000)])).toEqual(['own']);
});

test('a queued touch has no start: an open attempt claims it, an ended one does not', () => {
  expect(claimed([attempt({ state: 'placed', endedAt: null })], [touch('q', null)])).toEqual(['q']);
  expect(claimed([attempt()], [touch('q', null)])).toEqual([]);
});

test('an attempt that was provably not sent, or is to another address, claims nothing', () => {
  expect(claimed([attempt({ state: 'not-placed' })], [touch('a')])).toEqual([]);
  expect(claimed([attempt({ address: '+12025550199' })], [touch('a')])).toEqual([]);
});

test('the clock of the provider may be two seconds behind', () => {
  expect(claimed([attempt()], [touch('a', 8_000)])).toEqual(['a']);
  expect(claimed([attempt()], [touch('a', 7_999)])).toEqual([]);
});
