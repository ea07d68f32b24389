import { describe, expect, test } from 'vitest';
import { snakeCase } from '../../../src/contacts/headers/header-text.ts';
import { guessColumns } from '../../../src/contacts/columns/columns.ts';
import { campaign } from '../lists.ts';

function rolesOf(header: readonly string[], definition = campaign()) {
  const { roles } = guessColumns({ header, definition });
  return Object.fromEntries(Object.entries(roles).map(([role, index]) => [role, header[index ?? -1]]));
}

describe('guessing columns', () => {
  test.each([
    [
      'phone',
      [
        'phone',
        'Phone Number',
        'phone1',
        'PHONE_NUMBER',
        'Mobile',
        'Cell Phone',
        'Téléphone',
        'Tel.',
        'phoneNumber',
        '\uFEFFphone',
      ],
    ],
    ['first_name', ['first_name', 'First Name', 'firstName', 'FIRSTNAME', 'Given-Name', 'Vorname', 'Prénom']],
    ['last_name', ['last_name', 'Last Name', 'surname', 'Nachname', 'Apellidos']],
    ['email', ['email', 'E-Mail', 'e_mail', 'Email Address', 'mail']],
    ['company', ['company_name', 'Company', 'Organisation', 'Account Name', 'Firma']],
    ['time_zone', ['tz', 'timezone', 'Time Zone', 'time_zone', 'timeZone']],
    ['country', ['country', 'Country Code', 'Land']],
    ['region', ['state', 'State/Province', 'province']],
    ['external_id', ['external_id', 'externalId', 'CRM ID', 'customer_id']],
    ['linkedin_url', ['LinkedIn', 'linkedin_url', 'LinkedIn Profile URL']],
    ['industry', ['Industry']],
    ['size', ['Company Size', 'employees']],
    ['role', ['Job Title', 'role', 'title']],
    ['name', ['name', 'Full Name', 'contact_name']],
  ])('knows %s by its usual headers', (role, headers) => {
    for (const header of headers) {
      const others = role === 'phone' ? [] : ['phone'];
      expect(rolesOf([header, ...others])).toMatchObject({ [role]: header });
    }
  });

  test('prefers the likelier of two columns in any order', () => {
    expect(rolesOf(['phone2', 'mobile', 'phone1'])).toMatchObject({ phone: 'phone1' });
    expect(rolesOf(['work phone', 'phone'])).toMatchObject({ phone: 'phone' });
  });

  test('does not read a county as a country, or a row number as an external id', () => {
    const roles = rolesOf(['id', 'county', 'phone']);
    expect(roles).toEqual({ phone: 'phone' });
  });

  test('uses the columns of the campaign file, by the exact header or one in another spelling', () => {
    const definition = campaign({ contacts: { columns: { phone: 'Second Line', firstName: 'nick_name' } } });
    expect(rolesOf(['phone', 'second_line', 'nick_name', 'first_name'], definition)).toMatchObject({
      phone: 'second_line',
      first_name: 'nick_name',
    });
  });

  test('names the headers of the list if a voice campaign has no phone column', () => {
    expect(() => rolesOf(['name', 'e-mail'])).toThrow(
      expect.objectContaining({
        code: 'import.column-missing',
        message: 'The list lacks a phone column; its columns are: name, e-mail',
        hint: expect.stringContaining('columns: { phone:'),
      }),
    );
  });

  test('does not repeat contact data if the header line is missing', () => {
    const error = (() => {
      try {
        return rolesOf(['Jane', '504-621-8927', 'jane@example.com']);
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(JSON.stringify(error)).not.toContain('8927');
    expect(error).toMatchObject({ message: expect.stringContaining('looks like a contact') });
  });

  test('refuses a setting with an unknown role or an unknown column', () => {
    const wrongKind = campaign({ contacts: { columns: { phne: 'phone' } } });
    expect(() => rolesOf(['phone'], wrongKind)).toThrow(
      expect.objectContaining({ code: 'import.column-unknown' }),
    );
    const notThere = campaign({ contacts: { columns: { phone: 'phone9' } } });
    expect(() => rolesOf(['phone'], notThere)).toThrow(
      expect.objectContaining({ code: 'import.column-missing' }),
    );
  });

  test('requires of a log campaign only a column that identifies contacts', () => {
    const definition = campaign({ channel: 'log' });
    expect(rolesOf(['email'], definition)).toEqual({ email: 'email' });
    expect(() => rolesOf(['company'], definition)).toThrow(
      expect.objectContaining({ code: 'import.column-missing' }),
    );
  });

  test('assigns a unique variable name to every column', () => {
    const { variables } = guessColumns({
      header: ['Phone', 'phone', '', 'Größe (cm)'],
      definition: campaign(),
    });
    expect(variables).toEqual(['phone', 'phone_2', 'column_3', 'große_cm']);
  });

  test('writes names in snake case', () => {
    const written = ['First Name', 'firstName', 'HTMLTitle', 'phone1', '__proto__', ' a--b '].map(snakeCase);
    expect(written).toEqual(['first_name', 'first_name', 'html_title', 'phone1', 'proto', 'a_b']);
  });
});
