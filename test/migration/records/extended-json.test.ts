import { describe, expect, test } from 'vitest';
import { plainJson } from '../../../src/migration/records/extended-json.ts';
import { readExport } from '../../../src/migration/records/read-export.ts';

test.each([
  [{ $oid: '5f0e9c2b8a1d4c0012345678' }, '5f0e9c2b8a1d4c0012345678'],
  [{ $numberInt: '7' }, 7],
  [{ $numberLong: '12025550100' }, 12_025_550_100],
  [{ $numberLong: '9007199254740993' }, '9007199254740993'],
  [{ $numberDouble: '1.5' }, 1.5],
  [{ $numberDecimal: '0.1' }, 0.1],
  [{ $date: '2020-07-15T06:00:00Z' }, '2020-07-15T06:00:00.000Z'],
  [{ $date: { $numberLong: '1594792800000' } }, '2020-07-15T06:00:00.000Z'],
  [{ $date: 'no date' }, { $date: 'no date' }],
  [{ $oid: 1 }, { $oid: 1 }],
  [{ $binary: { base64: '', subType: '00' } }, { $binary: { base64: '', subType: '00' } }],
  [
    { a: [{ $numberInt: '1' }, null, 'x'], b: {} },
    { a: [1, null, 'x'], b: {} },
  ],
])('%j is %j', (extended, plain) => expect(plainJson(extended)).toEqual(plain));

describe('an export', () => {
  async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
    // A character of several bytes is split between two pieces.
    for (const byte of Buffer.from(text)) yield Uint8Array.of(byte);
  }
  const read = (text: string) => Array.fromAsync(readExport(bytesOf(text)));

  test('is read line by line, with the number of the line', async () => {
    const found = await read('\uFEFF{"name":"é"}\r\n\n{"name":\n{"_id":{"$oid":"a"}}');
    expect(found).toEqual([
      { place: 1, value: { name: 'é' } },
      { place: 3, fault: 'it is not valid JSON' },
      { place: 4, value: { _id: 'a' } },
    ]);
  });

  test('is read as an array, with the number of the element', async () => {
    expect(await read('[{"a":{"$numberLong":"1"}},\n {"a":\n2}]\n')).toEqual([
      { place: 1, value: { a: 1 } },
      { place: 2, value: { a: 2 } },
    ]);
    expect(await read('[]')).toEqual([]);
    expect(await read('')).toEqual([]);
  });

  test('that is cut off within an array is refused', async () => {
    await expect(read('[{"a":1},{"a"')).rejects.toMatchObject({ code: 'records.malformed' });
  });
});
