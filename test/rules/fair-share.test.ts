import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut, type Claim } from '../../src/rules/fair-share.ts';

const claim = (key: string, over: Partial<Claim> = {}): Claim => ({
  key,
  client: 'northwind',
  weight: 5,
  held: 0,
  wants: 100,
  ...over,
});
const grantsOf = (capacity: number, claims: readonly Claim[]): Record<string, number> =>
  Object.fromEntries(shareOut({ capacity, claims }).grants);

const anyClaims = fc
  .array(
    fc.record({
      client: fc.constantFrom('a', 'b', 'c'),
      weight: fc.integer({ min: 1, max: 9 }),
      held: fc.integer({ min: 0, max: 30 }),
      wants: fc.integer({ min: 0, max: 60 }),
    }),
    { maxLength: 12 },
  )
  .map((claims) => claims.map((over, index) => claim(`c${index}`, over)));
const anyCapacity = fc.integer({ min: 0, max: 200 });
const sum = (values: Iterable<number>): number => [...values].reduce((left, right) => left + right, 0);

describe('sharing out', () => {
  it('gives each client the same, and the campaigns of a client by weight', () => {
    const claims = [
      claim('a', { weight: 9 }),
      claim('b', { weight: 1 }),
      claim('other', { client: 'contoso', weight: 1 }),
    ];
    expect(grantsOf(40, claims)).toEqual({ a: 18, b: 2, other: 20 });
  });

  it('gives what one does not want to the others', () => {
    expect(grantsOf(30, [claim('a', { wants: 4 }), claim('b'), claim('c')])).toEqual({ a: 4, b: 13, c: 13 });
  });

  it('lets those with less in hand catch up first', () => {
    expect(grantsOf(10, [claim('a', { held: 12 }), claim('b', { held: 4 })])).toEqual({ a: 1, b: 9 });
    expect(grantsOf(4, [claim('a', { held: 12 }), claim('b', { held: 4 })])).toEqual({ a: 0, b: 4 });
  });

  it('gives nothing without capacity', () => {
    expect(grantsOf(0, [claim('a')])).toEqual({ a: 0 });
    expect(grantsOf(-3, [claim('a')])).toEqual({ a: 0 });
    expect(grantsOf(5, [])).toEqual({});
  });

  it('never gives more than there is or is wanted, and leaves nothing idle', () => {
    fc.assert(
      fc.property(anyCapacity, anyClaims, (capacity, claims) => {
        const { grants } = shareOut({ capacity, claims });
        expect(grants.size).toBe(claims.length);
        for (const { key, wants } of claims) {
          const grant = grants.get(key) ?? -1;
          expect(Number.isInteger(grant) && grant >= 0 && grant <= wants).toBe(true);
        }
        expect(sum(grants.values())).toBe(Math.min(capacity, sum(claims.map(({ wants }) => wants))));
      }),
      { numRuns: 300 },
    );
  });

  it('never gives a lighter campaign more than a heavier one that is in the same position', () => {
    fc.assert(
      fc.property(anyCapacity, anyClaims, fc.integer({ min: 1, max: 8 }), (capacity, claims, weight) => {
        const pair = [
          claim('light', { client: 'a', wants: 40, weight }),
          claim('heavy', { client: 'a', wants: 40, weight: weight + 1 }),
        ];
        const grants = grantsOf(capacity, [...claims, ...pair]);
        expect(grants['heavy']).toBeGreaterThanOrEqual(grants['light'] ?? Infinity);
      }),
      { numRuns: 300 },
    );
  });

  it('gives equal clients equal shares, to within one unit', () => {
    fc.assert(
      fc.property(anyCapacity, fc.integer({ min: 2, max: 6 }), (capacity, clients) => {
        const claims = Array.from({ length: clients }, (_, index) =>
          claim(`c${index}`, { client: `client-${index}`, weight: index + 1, wants: 200 }),
        );
        const grants = Object.values(grantsOf(capacity, claims));
        expect(Math.max(...grants) - Math.min(...grants)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('serves a light campaign in its turn when there is only one unit at a time', () => {
    const claims = [claim('heavy', { weight: 9 }), claim('light', { weight: 1 })];
    const served: Record<string, number> = { heavy: 0, light: 0 };
    let credits: ReadonlyMap<string, number> = new Map();
    for (let round = 0; round < 100; round += 1) {
      const shared = shareOut({ capacity: 1, claims, credits });
      for (const [key, grant] of shared.grants) served[key] = (served[key] ?? 0) + grant;
      credits = shared.credits;
    }
    expect(served).toEqual({ heavy: 90, light: 10 });
  });
});
