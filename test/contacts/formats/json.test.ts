import { emailAddress, phoneAddress } from '../../../src/domain/contact/address.ts';
import { describe, expect, test } from 'vitest';
import { campaign, readAll } from '../lists.ts';

const ada = { phone: '+12025550101', first_name: 'Ada "the" [1]', tags: ['a', 'b'] };
const bo = { phone: 12025550102, first_name: 'Bo\\', vip: true, note: null };

describe.each([
  ['json', (items: unknown[]) => JSON.stringify(items, null, 1)],
  ['ndjson', (items: unknown[]) => items.map((item) => JSON.stringify(item)).join('\r\n')],
] as const)('reading %s', (format, write) => {
  test.each([1, 3, 1_000])('gives the same rows in pieces of %i bytes', async (pieceBytes) => {
    const { header, rows } = await readAll(write([ada, bo]), { format, pieceBytes });
    expect(header).toEqual(['phone', 'first_name', 'tags', 'vip', 'note']);
    expect(rows.map(({ row, address, cells }) => ({ row, address, cells }))).toEqual([
      { row: 1, address: '+12025550101', cells: ['+12025550101', 'Ada "the" [1]', 'a, b', '', ''] },
      { row: 2, address: '+12025550102', cells: ['12025550102', 'Bo\\', '', 'true', ''] },
    ]);
  });

  test('takes objects inside for columns of their own, so that an opt-out there is not passed over', async () => {
    const items = [
      { contact: { phone: '+12025550101' }, opted_out: ['calls'] },
      { contact: { phone: ['+12025550102', '+12025550103'] }, opted_out: [], address: { geo: { lat: 1 } } },
    ];
    const { header, rows } = await readAll(write(items), { format });
    expect(header).toEqual(['contact.phone', 'opted_out', 'address.geo.lat']);
    expect(rows.map(({ contact, optOut }) => [contact.addresses.length, optOut !== null])).toEqual([
      [1, true],
      [2, false],
    ]);
    const asked = [{ phone: '+12025550101', preferences: { do_not_call: true } }];
    await expect(readAll(write(asked), { format })).rejects.toMatchObject({
      code: 'import.column-question',
      details: { questions: [{ column: 'preferences.do_not_call' }] },
    });
  });

  test('rejects an entry that is no object and continues', async () => {
    const { rows, rejected } = await readAll(write([ada, 17, ['x'], null, bo]), { format });
    expect(rows.map(({ row }) => row)).toEqual([1, 5]);
    expect(rejected.map(({ row, code }) => [row, code])).toEqual([
      [2, 'row.not-an-object'],
      [3, 'row.not-an-object'],
      [4, 'row.not-an-object'],
    ]);
  });

  test('keeps the columns it has chosen when later entries bring new keys', async () => {
    const later = { Phone: '+12025550999', phone1: '+12025550103', email: 'cy@example.com' };
    const definition = campaign();
    const { chunks, rows } = await readAll(write([{ phone1: '+12025550101' }, later]), {
      format,
      definition,
      chunkRows: 1,
    });
    expect(chunks.map(({ header }) => header.length)).toEqual([1, 3]);
    expect(rows[1]).toMatchObject({
      address: '+12025550103',
      contact: {
        addresses: [
          phoneAddress('+12025550103'),
          phoneAddress('+12025550999'),
          emailAddress('cy@example.com'),
        ],
      },
    });
  });

  test('asks for a phone column', async () => {
    await expect(readAll(write([{ name: 'x' }]), { format })).rejects.toMatchObject({
      code: 'import.column-missing',
    });
  });

  test('cannot be made to touch prototypes', async () => {
    const text =
      format === 'json'
        ? '[{"__proto__":{"x":1},"phone":"+12025550101"}]'
        : '{"__proto__":{"x":1},"phone":"+12025550101"}';
    const { rows } = await readAll(text, { format });
    expect(rows).toHaveLength(1);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('reading NDJSON', () => {
  test('names its rows by line, blank lines among them', async () => {
    const text = '\n{"phone":"+12025550101"}\n\n  \nnone\r\n{"phone":"+12025550102"}';
    const { rows, rejected, chunks } = await readAll(text, { format: 'ndjson' });
    expect(rows.map(({ row }) => row)).toEqual([2, 6]);
    expect(rejected).toMatchObject([{ row: 5, code: 'row.malformed-json' }]);
    expect(chunks.at(-1)?.lastRow).toBe(6);
  });
});

describe('reading broken JSON', () => {
  test.each([
    '{"phone":"1"}',
    '[{"phone":"1"}',
    '[{"phone":"1"},]',
    '[,]',
    '[}',
    '[] x',
    '[{"phone" "1"}]',
    'hello',
  ])('refuses %s', async (text) => {
    await expect(readAll(text, { format: 'json' })).rejects.toMatchObject({ code: 'import.malformed-json' });
  });

  test('takes an empty array, and one on a single line of more than 1 MB', async () => {
    expect((await readAll(' [ ] ', { format: 'json' })).chunks).toEqual([
      {
        header: [],
        rows: [],
        rejected: [],
        optOuts: [],
        mapping: null,
        lastRow: 0,
        digest: expect.any(String),
        form: null,
      },
    ]);
    const many = JSON.stringify(
      Array.from({ length: 30_000 }, () => ({ phone: '+12025550101', note: 'x'.repeat(20) })),
    );
    const { rows } = await readAll(many, { format: 'json', pieceBytes: 65_536 });
    expect(rows).toHaveLength(30_000);
  });

  test('refuses an element over 1 MB without keeping all of it', async () => {
    const text = `[{"phone":"${'1'.repeat(3_000_000)}"}]`;
    await expect(readAll(text, { format: 'json', pieceBytes: 65_536 })).rejects.toMatchObject({
      code: 'import.line-too-long',
    });
  });

  test('rejects a line of NDJSON that is no JSON and continues', async () => {
    const { rows, rejected } = await readAll(
      '{"phone":"+12025550101"}\n{"phone":\n{"phone":"+12025550102"}',
      { format: 'ndjson' },
    );
    expect(rows.map(({ row }) => row)).toEqual([1, 3]);
    expect(rejected).toMatchObject([{ row: 2, code: 'row.malformed-json', cells: ['{"phone":'] }]);
  });
});
