import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactFormats, readContacts } from '../../src/contacts/import-reader.ts';
import { createPhones } from '../../src/contacts/phone.ts';
import { isRingmasterError } from '../../src/domain/errors.ts';
import { createSeededRandom } from '../../src/platform/random.ts';
import { bytesOf, campaign, readAll } from './lists.ts';

const phones = createPhones();
const number = (index: number): string => `202-555-${String(1_000 + index)}`;
const list = (rows: number): string =>
  `phone,name\n${Array.from({ length: rows }, (_, index) => `${number(index)},P ${index}\n`).join('')}`;

describe('reading a list in chunks', () => {
  it('covers every row once, in order, chunk by chunk', async () => {
    const { chunks, rows } = await readAll(list(25), { phones, chunkRows: 10 });
    expect(chunks.map(({ lastRow, rows: part }) => [lastRow, part.length])).toEqual([
      [10, 10],
      [20, 10],
      [25, 5],
    ]);
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  it('goes on after the row that was committed last', async () => {
    const { chunks } = await readAll(list(25), { phones, chunkRows: 10, startAfterRow: 12 });
    expect(chunks.map(({ lastRow, rows }) => [rows[0]?.row, lastRow])).toEqual([
      [13, 22],
      [23, 25],
    ]);
    const nothingLeft = await readAll(list(25), { phones, startAfterRow: 25 });
    expect(nothingLeft.chunks).toEqual([{ header: ['phone', 'name'], rows: [], rejected: [], lastRow: 25 }]);
  });

  it('gives the header of a list without rows', async () => {
    const { chunks } = await readAll('phone,name\n', { phones });
    expect(chunks).toEqual([{ header: ['phone', 'name'], rows: [], rejected: [], lastRow: 0 }]);
  });

  it('passes the same person on twice', async () => {
    const { rows } = await readAll('phone\n202-555-0101\n+1 (202) 555 0101\n', { phones });
    expect(rows.map(({ identity }) => identity)).toEqual(['tel:+12025550101', 'tel:+12025550101']);
  });

  it('gives what was read before the place where the list breaks', async () => {
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
    expect(given.at(-1)).toBe(2_750);
  });

  it('reads a list of the shape that sample lists on the web have: national numbers in phone1', async () => {
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

  it('lets others work in between', async () => {
    let breaths = 0;
    await readAll(list(1_000), { phones, breathe: () => Promise.resolve((breaths += 1)) });
    expect(breaths).toBeGreaterThanOrEqual(10);
  });

  it.each(contactFormats)(
    'throws nothing but its own errors, whatever bytes it is given as %s',
    async (format) => {
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
    },
  );
});
