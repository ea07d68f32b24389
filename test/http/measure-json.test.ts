import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureJson } from '../../src/http/requests/measure-json.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function valuesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const inside = Object.values(value).reduce<number>((sum, item) => sum + valuesOf(item), 0);
  return 1 + Math.max(1, inside);
}

describe('the measure of a JSON text', () => {
  test('equals that of the parsed value, for any strings', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 2), (value, indent) => {
        const { depth, values } = measureJson(Buffer.from(JSON.stringify(value, null, indent)));
        expect({ depth, values }).toEqual({ depth: depthOf(value), values: valuesOf(value) });
      }),
    );
  });

  test('is correct for brackets, quotes and backslashes inside strings', () => {
    const value = { 'a"[{,': ['\\', '"]}', '\\"[', []] };
    expect(measureJson(Buffer.from(JSON.stringify(value)))).toEqual({ depth: 3, values: 7 });
  });

  test('stops at a limit', () => {
    const most = { depth: 3, values: 10 };
    expect(measureJson(Buffer.from('['.repeat(90)), most)).toEqual({ depth: 4, values: 5 });
    expect(measureJson(Buffer.from(`[${'0,'.repeat(90)}0]`), most)).toEqual({ depth: 1, values: 11 });
  });

  test('does not fail for text that is not JSON', () => {
    expect(measureJson(Buffer.from(']]"[[\\'))).toEqual({ depth: 0, values: 1 });
  });
});
