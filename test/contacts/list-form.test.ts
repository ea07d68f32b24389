import { describe, expect, test } from 'vitest';
import { usualForm } from '../../src/domain/contact/list-form.ts';
import type { ListForm } from '../../src/domain/contact/list-form.ts';
import { readAll } from './lists.ts';

async function formOf(content: string | Uint8Array, encoding: string | null, pieceBytes: number) {
  const { chunks } = await readAll(content, { encoding, pieceBytes });
  return chunks[0]?.form;
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const person = '+12025550101';

type Case = [what: string, content: string | Uint8Array, form: Partial<ListForm>, encoding?: string];
const cases: Case[] = [
  ['a plain list', `name,phone\nAnn,${person}\n`, { lineEnd: '\n' }],
  ['a list of Excel in Germany', `\uFEFFName;Telefon\r\nAnn;${person}\r\n`, { delimiter: ';', bom: true }],
  ['tabs and old Mac line ends', `name\tphone\rAnn\t${person}\r`, { delimiter: '\t', lineEnd: '\r' }],
  [
    'bars, and no line end after the last row',
    `name|phone\nAnn|${person}`,
    { delimiter: '|', lineEnd: '\n' },
  ],
  ['one line', 'phone', {}],
  [
    'a stated delimiter',
    `sep=;\nname;phone\nAnn;${person}\n`,
    { delimiter: ';', stated: true, lineEnd: '\n' },
  ],
  ['a stated one that is not used', `sep=;\nname,phone\nAnn,${person}\n`, { lineEnd: '\n' }],
  ['line breaks in the header', `"first\nname",phone\r\nAnn,${person}\r\n`, {}],
  [
    'a delimiter after a line break in the header',
    `"first\n, name";phone\r\nAnn;${person}`,
    { delimiter: ';' },
  ],
  ['blank lines first', `\r\n\r\nname,phone\r\nAnn,${person}\r\n`, {}],
  [
    'UTF-16 with a byte order mark',
    utf16(`\uFEFFname\tphone\r\nAnn\t${person}`),
    { delimiter: '\t', bom: true, encoding: 'utf-16le' },
  ],
  ['UTF-16 without', utf16(`name,phone\nAnn,${person}\n`), { encoding: 'utf-16le', lineEnd: '\n' }],
  [
    'a named encoding',
    Buffer.from(`name;phone\r\nZoë;${person}`, 'latin1'),
    { delimiter: ';', encoding: 'windows-1252' },
    'latin1',
  ],
  [
    'a named encoding that its byte order mark contradicts',
    `\uFEFFname,phone\r\nZoë,${person}`,
    { bom: true },
    'windows-1252',
  ],
];

describe('the form of a list', () => {
  test.each(cases)('recognises %s, with any division into pieces', async (_what, content, form, encoding) => {
    for (const pieceBytes of [1, 5, 10_000]) {
      expect(await formOf(content, encoding ?? null, pieceBytes)).toEqual({ ...usualForm, ...form });
    }
  });

  test('is null for JSON', async () => {
    const { chunks } = await readAll(`[{"phone":"${person}"}]`, { format: 'json' });
    expect(chunks[0]?.form).toBeNull();
  });

  test('is found if a quote in the header is never closed', async () => {
    const rows = Array.from({ length: 9_000 }, (_, index) => `x;+1202555${String(index).padStart(4, '0')}`);
    const { chunks } = await readAll(`size 6";phone\n${rows.join('\n')}\n`);
    expect(chunks[0]?.form).toMatchObject({ delimiter: ';' });
    expect(chunks.at(-1)?.lastRow).toBe(9_001);
  });
});
