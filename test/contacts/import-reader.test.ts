import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactFormats, readContacts } from '../../src/contacts/import-reader.ts';
import { createPhones } from '../../src/contacts/numbers/phone.ts';
import { isRingmasterError } from '../../src/domain/errors.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import { bytesOf, campaign, readAll } from './lists.ts';

const phones = createPhones();
const number = (index: number): string => `202-555-${String(1_000 + index)}`;
const list = (rows: number): string =>
  `phone,name\n${Array.from({ length: rows }, (_, index) => `${number(index)},P ${index}\n`).join('')}`;

describe('reading a list in chunks', () => {
  test('covers every row once, in order, chunk by chunk', async () => {
    const { chunks, rows } = await readAll(list(25), { phones, chunkRows: 10 });
    expect(chunks.map(({ lastRow, rows: part }) => [lastRow, part.length])).toEqual([
      [11, 10],
      [21, 10],
      [26, 5],
    ]);
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 25 }, (_, index) => index + 2));
  });

  test('continues after the row that was committed last', async () => {
    const digestAt = async (row: number) =>
      (await readAll(list(25), { phones, chunkRows: row - 1 })).chunks[0]?.digest ?? '';
    const { chunks } = await readAll(list(25), {
      phones,
      chunkRows: 10,
      startAfterRow: 12,
      takenDigest: await digestAt(12),
    });
    expect(chunks.map(({ lastRow, rows }) => [rows[0]?.row, lastRow])).toEqual([
      [13, 22],
      [23, 26],
    ]);
    const nothingLeft = await readAll(list(25), {
      phones,
      startAfterRow: 26,
      takenDigest: await digestAt(26),
    });
    expect(nothingLeft.chunks).toMatchObject([
      { header: ['phone', 'name'], rows: [], rejected: [], lastRow: 26, digest: expect.any(String) },
    ]);
  });

  describe('continuing an import', () => {
    const csvOf = (rows: readonly string[], header = 'phone,name') => `${header}\n${rows.join('\n')}\n`;
    const rows = Array.from({ length: 8 }, (_, index) => `+1212555010${index},Person ${index}`);
    const taken = async () => (await readAll(csvOf(rows), { phones, chunkRows: 5 })).chunks[0]?.digest ?? '';
    const go = async (content: string) =>
      readAll(content, { phones, startAfterRow: 6, takenDigest: await taken() });

    test.each([
      ['its first row missing', csvOf(rows.slice(1))],
      ['an inserted row', csvOf([...rows.slice(0, 2), '+12125550199,New', ...rows.slice(2)])],
      ['another header', csvOf(rows, 'phone,full name')],
      ['its columns in another order', csvOf(rows, 'name,phone')],
      ['one cell changed', csvOf(rows.with(3, '+12125550103,Somebody'))],
      ['rows in another order', csvOf(rows.toReversed())],
      ['fewer rows than were imported', csvOf(rows.slice(0, 3))],
      ['no rows at all', csvOf([])],
    ])('refuses a list with %s', async (_what, content) => {
      await expect(go(content)).rejects.toMatchObject({ code: 'import.other-list', family: 'conflict' });
    });

    test('refuses a list without a digest of its beginning', async () => {
      await expect(readAll(csvOf(rows), { phones, startAfterRow: 6 })).rejects.toMatchObject({
        code: 'import.other-list',
      });
    });

    test('accepts the same list with rows appended or with other line ends', async () => {
      const appended = csvOf([...rows, '+12125550177,Late']);
      expect((await go(appended)).rows).toHaveLength(4);
      expect((await go(appended.replaceAll('\n', '\r\n'))).rows).toHaveLength(4);
    });

    test('compares the keys of a JSON list too', async () => {
      const json = (key: string) =>
        rows.map((row) => JSON.stringify({ [key]: row.slice(0, 12), n: row })).join('\n');
      const [chunk] = (await readAll(json('phone'), { phones, format: 'ndjson', chunkRows: 5 })).chunks;
      const again = (key: string) =>
        readAll(json(key), { phones, format: 'ndjson', startAfterRow: 5, takenDigest: chunk?.digest ?? '' });
      expect((await again('phone')).rows).toHaveLength(3);
      await expect(again('mobile')).rejects.toMatchObject({ code: 'import.other-list' });
    });
  });

  test('yields the header of a list without rows', async () => {
    const { chunks } = await readAll('phone,name\n', { phones });
    expect(chunks).toMatchObject([
      { header: ['phone', 'name'], rows: [], rejected: [], lastRow: 0, digest: expect.any(String) },
    ]);
  });

  test('does not remove duplicate contacts', async () => {
    const { rows } = await readAll('phone\n202-555-0101\n+1 (202) 555 0101\n', { phones });
    expect(rows.map(({ identity }) => identity)).toEqual(['tel:+12025550101', 'tel:+12025550101']);
  });

  test('yields the rows before the point where a list is damaged', async () => {
    const broken = Buffer.concat([Buffer.from(list(3_000)), Buffer.from([0xff, 0xff])]);
    const given: number[] = [];
    const reading = (async () => {
      const source = bytesOf(broken, 1_000);
      for await (const { lastRow } of readContacts({
        source,
        format: 'csv',
        definition: campaign(),
        phones,
      })) {
        given.push(lastRow);
      }
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'import.encoding',
      message: 'Line 3002 is not UTF-8 text',
    });
    expect(given.at(-1)).toBe(2_751);
  });

  test('reads the layout of sample lists on the web: national numbers in phone1', async () => {
    const random = createSeededRandom({ seed: 7 });
    const digits = (count: number): string => String(Math.floor(random() * 10 ** count)).padStart(count, '0');
    const areas = ['504', '810', '856', '907', '513', '419', '773', '408', '605', '410'];
    const people = Array.from({ length: 500 }, (_, index) => {
      const phone = `${areas[index % 10]}-${2 + (index % 7)}${digits(2).replace('11', '12')}-${digits(4)}`;
      return `Fn${index},Ln,"Benton, John B Jr",6649 N Blue Gum St,Town,Orleans,LA,70116,${phone},${phone},p${index}@example.com,http://www.example.com`;
    });
    const header = 'first_name,last_name,company_name,address,city,county,state,zip,phone1,phone2,email,web';
    const { rows, rejected } = await readAll([header, ...people].join('\r\n'), { phones });
    expect(rejected).toEqual([]);
    expect(rows).toHaveLength(500);
    expect(rows[0]?.contact.variables).toMatchObject({ first_name: 'Fn0', company: 'Benton, John B Jr' });
  });

  test('does not block other work of the process', async () => {
    let breaths = 0;
    await readAll(list(1_000), { phones, breathe: () => Promise.resolve((breaths += 1)) });
    expect(breaths).toBeGreaterThanOrEqual(10);
    const rest = breaths;
    await readAll(list(1_000).replaceAll('\n', '\n\n'), {
      phones,
      breathe: () => Promise.resolve((breaths += 1)),
    });
    expect(breaths).toBe(2 * rest);
  });

  test.each(contactFormats)('throws only its own errors for random bytes as %s', async (format) => {
    const definition = campaign({ channel: 'log', sendWindow: { fallbackTimezone: 'UTC' } });
    const start = fc.constantFrom(
      '',
      'phone,email\n',
      '{"phone":"',
      '[{"email":"a@b.co"},',
      '\uFEFFphone\n',
      '"',
    );
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ maxLength: 200 }).map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(start, noise, fc.integer({ min: 1, max: 64 }), async (prefix, bytes, pieceBytes) => {
        const content = Buffer.concat([Buffer.from(prefix), bytes]);
        const ended = await readAll(content, { format, definition, phones, pieceBytes }).then(
          () => 'import.done',
          (error: unknown) => (isRingmasterError(error) ? error.code : String(error)),
        );
        expect(ended).toMatch(/^import\.[a-z-]+$/);
      }),
      { numRuns: 150 },
    );
  });
});
