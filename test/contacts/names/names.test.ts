import { describe, expect, test } from 'vitest';
import { readNames } from '../../../src/contacts/names/names.ts';
import { readAll } from '../lists.ts';
import { namesTable } from './names-table.ts';

const read = (cells: Partial<Parameters<typeof readNames>[0]>) =>
  readNames({ first: '', last: '', full: '', ...cells });

describe('names', () => {
  test.each(namesTable)('greets %s with "%s"', (full, first) => {
    expect(read({ full }).first_name ?? '').toBe(first);
  });

  test.each([
    ['Dr. Anna', 'Anna'],
    ['Anna Maria', 'Anna Maria'],
    ['Anna & Ben', 'Anna & Ben'],
    ['太郎', '太郎'],
    ['ANNA', 'Anna'],
    ['anna maria', 'Anna Maria'],
    ['TJ', 'TJ'],
    ['Anna (VIP)', 'Anna'],
    ['*Anna*', 'Anna'],
    ['"Anna"', 'Anna'],
    ['Anna - old number', 'Anna'],
    ['Roth, Anna', null],
    ['Sir/Madam', null],
    ['there', null],
    ['CEO', null],
    ['J.', null],
    ['Mr.', null],
    ['Mr. & Mrs.', null],
    ['Sales Team', null],
    ['Acme Inc.', null],
    ['anna@example.com', null],
    ['???', null],
  ])('reads %s in a first name column as %s', (first, expected) => {
    expect(read({ first, last: 'Roth' })).toMatchObject({ first_name: expected, last_name: 'Roth' });
  });

  test('finds the last name and keeps the whole name', () => {
    expect(read({ full: 'Dr. med. Jens Petersen' })).toEqual({
      first_name: 'Jens',
      last_name: 'Petersen',
      name: 'Dr. med. Jens Petersen',
    });
    expect(read({ full: 'Hill, Tom, Jr.' })).toMatchObject({ first_name: 'Tom', last_name: 'Hill' });
    expect(read({ full: 'Frau Roth' })).toMatchObject({ first_name: null, last_name: 'Roth' });
    expect(read({ full: 'Roth', last: 'Roth' })).toMatchObject({ first_name: null, last_name: 'Roth' });
    expect(read({ full: 'Berger', company: 'Berger' })).toMatchObject({ first_name: null, name: 'Berger' });
  });

  test('does not use an invalid first name in texts', async () => {
    const { rows } = await readAll(
      'phone,first_name,name\n2125550110,Dr.,Dr. Weber\n2125550111,Info,\n2125550112,Prof. Ute,\n',
    );
    expect(rows.map(({ contact }) => contact.variables['first_name'])).toEqual([undefined, undefined, 'Ute']);
    expect(rows.map(({ contact }) => contact.name)).toEqual(['Dr. Weber', 'Info', 'Prof. Ute']);
  });
});
