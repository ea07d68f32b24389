import { describe, expect, test } from 'vitest';
import { guessColumns } from '../../../src/contacts/columns/columns.ts';
import { guessCountry } from '../../../src/contacts/country-guess/guess-country.ts';
import { campaign } from '../lists.ts';
import { guessLists } from './lists.ts';

const phoneHeader = /phone|mobile|tel|cel|gsm|puh|電話|전화|手机|טלפון|телефон/;

function guess({ header, rows }: { header: string; rows: readonly string[] }) {
  const names = header.split(';');
  const phone = names.find((name) => phoneHeader.test(name)) ?? '';
  const columns = guessColumns({
    header: names,
    definition: campaign({ contacts: { columns: { phone } } }),
  });
  return guessCountry({ columns, cells: rows.map((row) => row.split(';')) });
}

describe('the country of numbers without +', () => {
  test.each(guessLists.map((one) => [one.name, one] as const))(
    'is correct or unclear for the list: %s',
    (_, one) => {
      const found = guess(one);
      if (one.isClear) expect(found).toMatchObject({ kind: 'clear', country: one.country });
      else if (found.kind === 'clear') expect(found.country).toBe(one.country);
      else expect(found.kind).toBe('unclear');
    },
  );

  test('is shown for each candidate with a number of the list as dialled there', () => {
    const found = guess({ header: 'phone;name', rows: ['07400123456;Ann', '07400123457;Ben'] });
    expect(found).toMatchObject({
      kind: 'unclear',
      numbers: 2,
      candidates: expect.arrayContaining([
        { country: 'GB', written: '07400123456', dialled: '+44 7400 123456' },
        { country: 'IN', written: '07400123456', dialled: '+91 74001 23456' },
      ]),
    });
  });

  test.each([
    ['numbers with +', 'phone;name', ['+44 20 7946 0950;Ann', '0044 20 7946 0951;Ben']],
    ['a country column', 'phone;country', ['020 7946 0950;GB', '(212) 555-0142;US']],
    ['no numbers', 'phone;name', [';Ann', 'n/a;Ben', '12;Cy']],
    ['nonsense', 'phone;name', ['00000000000000000000;Ann', 'abc 99999 99999 99999 99999;Ben']],
  ])('is clear for %s', (_, header, rows) => {
    expect(guess({ header, rows })).toEqual({ kind: 'none' });
  });

  test('is unclear if the evidence points to two countries', () => {
    const rows = ['612345678;a@b.pt', '698765432;c@d.pt', '644556677;e@f.pt'];
    expect(guess({ header: 'phone;email', rows }).kind).toBe('unclear');
    expect(guess({ header: 'nombre;telefono;email', rows: rows.map((row) => `Ana;${row}`) }).kind).toBe(
      'unclear',
    );
  });
});
