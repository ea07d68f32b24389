import { expect, test } from 'vitest';
import { createTurnSize } from '../../../src/actors/turn/turn-size.ts';

test('turns that last too long become smaller, and full ones that are quick become whole again', () => {
  const size = createTurnSize();
  expect(size.of(250)).toBe(250);
  size.note({ ms: 200, isFull: true });
  expect(size.of(1_000)).toBe(750);
  size.note({ ms: 100, isFull: true });
  size.note({ ms: 10, isFull: false });
  expect(size.of(1_000)).toBe(750);
  size.note({ ms: 70, isFull: true });
  expect(size.of(1_000)).toBe(938);
  size.note({ ms: 70, isFull: true });
  expect(size.of(1_000)).toBe(1_000);
});

test('one very slow turn halves the next, and many leave a tenth, and at least one', () => {
  const size = createTurnSize();
  size.note({ ms: 60_000, isFull: true });
  expect(size.of(1_000)).toBe(500);
  for (let turn = 0; turn < 10; turn += 1) size.note({ ms: 60_000, isFull: true });
  expect(size.of(1_000)).toBe(100);
  expect(size.of(3)).toBe(1);
});
