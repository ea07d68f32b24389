import { describe, expect, test } from 'vitest';
import { likelyEncodings } from '../../../src/contacts/encoding/likely-encodings.ts';
import { bytesOf, readAll } from '../lists.ts';
import { openTable } from '../../../src/contacts/import-reader.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** `山田 太郎` */
const yamada = { sjis: hex('8e52 9363 20 91be 9859'), eucJp: hex('bbb3 c5c4 20 c2c0 cfba') };
const kim = hex('b1e8 c3b6 bcf6');
const wangGb = hex('cdf5 d0a1 c3f7');
const wangBig5 = hex('a4fd a470 a9fa');
const ivan = hex('c8e2 e0ed 20 cff2 f0ee e2');

const listOf = (name: Buffer): Buffer =>
  Buffer.concat([Buffer.from('phone,first_name\n2125550142,'), name, Buffer.from('\n2125550143,Ann\n')]);

describe('the encoding of a list', () => {
  test.each([
    ['UTF-16 (little-endian) with its mark', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 (little-endian)', (text: string) => Buffer.from(text, 'utf16le')],
    ['UTF-16 (big-endian) with its mark', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['UTF-16 (big-endian)', (text: string) => Buffer.from(text, 'utf16le').swap16()],
  ])('is recognised as %s', async (_, encode) => {
    const bytes = encode('phone\tfirst_name\r\n2125550142\tJosé\r\n2125550143\t太郎\r\n');
    for (const pieceBytes of [1, 3, 1_000]) {
      const { rows } = await readAll(bytes, { pieceBytes });
      expect(rows.map(({ contact }) => contact.variables['first_name'])).toEqual(['José', '太郎']);
    }
  });

  test.each([
    ['Windows-1252', Buffer.from('José', 'latin1'), 'windows-1252'],
    ['Windows-1252', Buffer.from('Müller, François Ångström', 'latin1'), 'windows-1252'],
    ['Shift_JIS', yamada.sjis, 'shift_jis'],
    ['EUC-JP', yamada.eucJp, 'euc-jp'],
    ['EUC-KR', kim, 'euc-kr'],
    ['GB18030', wangGb, 'gb18030'],
    ['Big5', wangBig5, 'big5'],
    ['Cyrillic', ivan, 'windows-1251'],
  ])('is refused with a question, and %s is among the likely ones', async (_, name, label) => {
    const labels = likelyEncodings(name).map((one) => one.label);
    expect(labels).toContain(label);
    expect(labels.includes('windows-1252')).toBe(label === 'windows-1252');
    await expect(readAll(listOf(name))).rejects.toMatchObject({
      code: 'import.encoding',
      message: expect.stringContaining('Line 2 is not UTF-8 text; it is probably'),
      details: { encodings: expect.arrayContaining([label]) },
    });
  });

  test.each([
    ['shift_jis', yamada.sjis, '山田 太郎'],
    ['EUC-JP', yamada.eucJp, '山田 太郎'],
    ['euc-kr', kim, '김철수'],
    ['gbk', wangGb, '王小明'],
    ['big5', wangBig5, '王小明'],
    ['cp1251', ivan, 'Иван Птров'],
    ['latin1', Buffer.from('José', 'latin1'), 'José'],
    ['utf-8', Buffer.from('José'), 'José'],
  ])('is used as named: %s', async (encoding, name, expected) => {
    for (const pieceBytes of [1, 1_000]) {
      const { rows } = await readAll(listOf(name), { encoding, pieceBytes });
      expect(rows[0]?.contact.variables['first_name']).toBe(expected);
    }
  });

  test.each([
    ['koi8-r', hex('f3cfc6d8d1')],
    ['windows-1250', hex('a3756b61737a')],
    ['windows-1250', hex('4a69f8ed')],
  ])('is reported as probably %s', (label, name) => {
    expect(likelyEncodings(name).map((one) => one.label)).toContain(label);
  });

  test('is refused if the named one does not fit or does not exist', async () => {
    const codeWith = (encoding: string, name: Buffer) =>
      readAll(listOf(name), { encoding }).then(
        () => 'none',
        (error: unknown) => (error as { code: string }).code,
      );
    expect(await codeWith('windows-1252', hex('8f5c'))).toBe('import.encoding');
    expect(await codeWith('shift_jis', Buffer.from('José', 'latin1'))).toBe('import.encoding');
    expect(await codeWith('klingon', kim)).toBe('import.encoding-unknown');
  });

  test('is used as named for a JSON list too', async () => {
    const source = bytesOf(Buffer.concat([Buffer.from('[{"name":"'), kim, Buffer.from('"}]')]), 1);
    const table = await openTable({ source, format: 'json', encoding: 'euc-kr' });
    const rows: (readonly string[])[] = [];
    for await (const { cells } of table.rows) rows.push(cells);
    expect(rows).toEqual([['김철수']]);
  });
});
