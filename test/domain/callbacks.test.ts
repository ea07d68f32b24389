import { describe, expect, test } from 'vitest';
import { mostArrivals, mostCallbacks, withCallback } from '../../src/domain/attempt/callbacks.ts';
import type { Callbacks } from '../../src/domain/attempt/callbacks.ts';

const add = (known: Callbacks | null, key: string, id: string): Callbacks =>
  withCallback({
    known,
    arrived: { key, kind: 'ring', fields: {}, problem: null, arrival: { at: 1, id } },
    effect: 'none',
    isLate: false,
  });
const addAll = (known: Callbacks | null, keys: readonly string[]): Callbacks | null =>
  keys.reduce<Callbacks | null>((before, key, index) => add(before, key, `${index}`), known);
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `c${index}`);

describe('the callbacks of an attempt', () => {
  test('that came again are one entry; a delivery that is decided twice counts once', () => {
    const twice = add(add(add(null, 'c1', 'A'), 'c1', 'B'), 'c1', 'B');
    expect(twice.kept).toMatchObject([{ key: 'c1', arrivals: [{ id: 'A' }, { id: 'B' }] }]);
  });

  test('are kept up to a maximum, and the others counted', () => {
    const many = addAll(null, numbered(mostCallbacks + 3));
    expect(many?.kept).toHaveLength(mostCallbacks);
    expect(many?.further).toBe(3);
    expect(add(many, 'c0', 'again')).toMatchObject({ further: 3 });
  });

  test('have a maximum of deliveries whose times are kept', () => {
    const [callback] =
      addAll(
        null,
        Array.from({ length: mostArrivals + 4 }, () => 'c1'),
      )?.kept ?? [];
    expect(callback?.arrivals).toHaveLength(mostArrivals);
    expect(callback?.furtherArrivals).toBe(4);
  });
});
