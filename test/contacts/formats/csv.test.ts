import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCsv } from '../../../src/contacts/formats/csv.ts';
import { isRingmasterError } from '../../../src/domain/errors.ts';
import { bytesOf } from '../lists.ts';

async function cellsOf(content: string | Uint8Array, pieceBytes?: number) {
  const table = await openCsv({ source: bytesOf(content, pieceBytes) });
  const rows: (readonly string[])[] = [];
  for await (const { cells } of table.rows) rows.push(cells);
  return { header: table.header(), rows };
}

async function codeOf(content: string | Uint8Array): Promise<{ code: string; message: string }> {
  try {
    await cellsOf(content, 65_536);
  } catch (error) {
    if (isRingmasterError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: 'none', message: '' };
}

describe('reading CSV', () => {
  test.each([
    ['commas', 'a,b\n1,2\n'],
    ['semicolons', 'a;b\r\n1;2\r\n'],
    ['tabs', 'a\tb\n1\t2'],
    ['bars', 'a|b\n1|2'],
    ['old Mac line ends', 'a,b\r1,2\r'],
    ['line ends of two kinds', 'a,b\r\n1,2\n'],
    ['a byte order mark', '\uFEFFa,b\n1,2\n'],
    ['blank lines', '\n\na,b\n\n1,2\n\n'],
    ['lines of blanks', '  \n\t\n\u00a0\n\u3000\na,b\n   \n1,2\n\t\n'],
    ['rows of empty cells', ',\n , \na,b\n" ",\n1,2\n,,,\n'],
    ['a line that states the delimiter', 'sep=;\r\na;b\r\n1;2\r\n'],
    ['a stated tab', 'SEP=\t\na\tb\n1\t2\n'],
    ['a stated tab in letters', '"sep=\\t"\r\na\tb\r\n1\t2'],
    ['a stated delimiter that is rare', '\uFEFFsep=^\n\na^b\n1^2\n'],
    ['a stated delimiter that was converted since', 'sep=;\na,b\n1,2\n'],
    ['a stated comma that was saved as a cell', 'sep=;,\na,b\n1,2\n'],
  ])('takes %s', async (_, text) => {
    expect(await cellsOf(text, 1)).toEqual({ header: ['a', 'b'], rows: [['1', '2']] });
  });

  test('keeps commas, line breaks and quotes inside quotes, and odd quotes as they are', async () => {
    const text = 'a,b\n"x, y","line 1\nline 2"\n"say ""hi""",6" pipe\n';
    expect((await cellsOf(text)).rows).toEqual([
      ['x, y', 'line 1\nline 2'],
      ['say "hi"', '6" pipe'],
    ]);
  });

  test('gives back any table that was written as CSV, however it is cut into pieces', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\0', ''));
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 50 }), async (rows, pieceBytes) => {
        const text = rows
          .map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        const filled = rows.filter((cells) => cells.some((one) => one.trim() !== ''));
        expect((await cellsOf(`x,y,z\n${text}`, pieceBytes)).rows).toEqual(filled);
      }),
      { numRuns: 60 },
    );
  });

  test('reads a list without rows, and refuses one without anything', async () => {
    expect(await cellsOf('phone,name')).toEqual({ header: ['phone', 'name'], rows: [] });
    for (const text of ['', ' \n\n', '\uFEFF', '\uFEFF\n', ',,\n,,\n', 'sep=;\n', '\u00a0\n']) {
      expect(await codeOf(text)).toMatchObject({ code: 'import.empty' });
    }
  });

  describe('numbers its rows as a spreadsheet does', () => {
    const numbersOf = async (text: string, pieceBytes = 3): Promise<number[]> => {
      const table = await openCsv({ source: bytesOf(text, pieceBytes) });
      const rows: number[] = [];
      for await (const { row } of table.rows) rows.push(row);
      return rows;
    };
    test.each([
      ['the header is row 1', 'a,b\n1,2\n3,4\n', [2, 3]],
      ['skipped rows count', '\n  \na,b\n \n1,2\n,\n3,4\n', [5, 7]],
      ['blank lines of Windows are one each', 'a,b\r\n\r\n\r\n1,2\r\n', [4]],
      ['a record with line breaks is one row', 'a,b\n"1\n\n1",2\n3,"4\r\n"\n5,6\n', [2, 3, 4]],
      ['a header with line breaks too', '"a\nA",b\n1,2\n', [2]],
      ['the line that states the delimiter is none', 'sep=;\r\na;b\r\n1;2\r\n', [2]],
      ['a mark before the header changes nothing', '\uFEFFa,b\n1,2', [2]],
      ['old Mac line ends', 'a,b\r1,2\r\r3,4', [2, 4]],
    ])('%s', async (_what, text, rows) => {
      expect(await numbersOf(text)).toEqual(rows);
      expect(await numbersOf(text, 1_000)).toEqual(rows);
    });

    test('in what it says of a mistake too', async () => {
      expect(await codeOf(' \na,b\n , \n1,2\n"3,4\n')).toMatchObject({
        message: expect.stringContaining('Row 5'),
      });
    });
  });

  test('keeps a header that begins with sep=', async () => {
    expect((await cellsOf('sep=date,b\n1,2\n')).header).toEqual(['sep=date', 'b']);
  });

  test('names the line that is not UTF-8', async () => {
    const latin1 = Buffer.from('name\nok\ncafé\nok\n', 'latin1');
    expect(await codeOf(latin1)).toEqual({
      code: 'import.encoding',
      message: 'Line 3 is not UTF-8 text; it is probably Windows-1252',
    });
    const cutOff = Buffer.from('name\nJosé').subarray(0, -1);
    expect(await codeOf(cutOff)).toEqual({ code: 'import.encoding', message: 'Line 2 is not UTF-8 text' });
  });

  test('recognises binary files', async () => {
    const workbook = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(100, 1)]);
    expect(await codeOf(workbook)).toMatchObject({
      code: 'import.binary',
      message: expect.stringContaining('Excel'),
    });
    expect(await codeOf('phone\n12\n3\u00004\n')).toMatchObject({
      code: 'import.binary',
      message: expect.stringContaining('line 3'),
    });
  });

  test('refuses a line of 10 MB after reading little more than 1 MB of it', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('phone\n');
      for (; given < 10_485_760; given += 65_536) yield Buffer.alloc(65_536, 'x');
    }
    const table = await openCsv({ source: endless() });
    await expect(table.rows[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'import.line-too-long',
      message: expect.stringContaining('Line 2'),
    });
    expect(given).toBeLessThan(2_000_000);
  });

  test('says where a quote is opened that nothing closes', async () => {
    expect(await codeOf('a,b\n1,2\n"3,4\n5,6\n')).toMatchObject({
      code: 'import.quote-unclosed',
      message: expect.stringContaining('Row 3'),
    });
    const much = `a,b\n1,2\n"3,4\n${'5,6\n'.repeat(400_000)}`;
    expect(await codeOf(much)).toMatchObject({
      code: 'import.line-too-long',
      message: expect.stringContaining('Row 3'),
    });
  });

  test('refuses thousands of columns', async () => {
    expect(await codeOf(`${'a,'.repeat(5_000)}\n`)).toMatchObject({ code: 'import.too-many-columns' });
  });

  test('passes on the error of a source that breaks, and lets go of one that is left early', async () => {
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a,b\n1,2\nthe next row');
      throw new Error('connection lost');
    }
    const table = await openCsv({ source: breaking() });
    const read: (readonly string[])[] = [];
    const reading = (async () => {
      for await (const { cells } of table.rows) read.push(cells);
    })();
    await expect(reading).rejects.toThrow('connection lost');
    expect(read).toEqual([['1', '2']]);

    let released = false;
    async function* long(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from('a,b\n'.repeat(100));
      } finally {
        released = true;
      }
    }
    const left = await openCsv({ source: long() });
    await left.close();
    await expect.poll(() => released).toBe(true);
  });
});
