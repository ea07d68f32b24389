import * as fc from 'fast-check';
import { getCountries } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { emailAddress, linkedinAddress, phoneAddress } from '../../src/domain/contact/address.ts';
import { guessColumns } from '../../src/contacts/columns/columns.ts';
import { createRowNormaliser, isRejected } from '../../src/contacts/normalise.ts';
import { createPhones } from '../../src/contacts/numbers/phone.ts';
import { createRegions } from '../../src/contacts/places/regions.ts';
import { campaign } from './lists.ts';

const phones = createPhones();

function normaliser(header: readonly string[], definition = campaign()) {
  const columns = guessColumns({ header, definition });
  const normalise = createRowNormaliser({ definition, columns, phones });
  return (...cells: string[]) => normalise({ row: 1, cells });
}

describe('a contact whose texts are all empty', () => {
  const speaks = (speak: string) => ({
    id: speak.replaceAll(/\W/g, '').toLowerCase(),
    channel: 'voice' as const,
    from: '+12025550100',
    flow: [{ speak }],
  });

  test('is rejected with the names of the step and of the empty variables', () => {
    const normalise = normaliser(['phone', 'message'], campaign({ steps: [speaks('{{message}}')] }));
    for (const blank of ['', '   ', '...', '\u200B', '\u3164'])
      expect(normalise('+12125550100', blank)).toMatchObject({
        code: 'contact.nothing-to-say',
        detail: 'step "message" has nothing to say: {{message}} is empty',
      });
    expect(isRejected(normalise('+12125550100', 'Your parcel is here'))).toBe(false);
  });

  test("is accepted if the campaign's variable, a fixed text or another step fills a text", () => {
    const definitions = [
      campaign({ steps: [speaks('{{message}}')], variables: { message: 'Hello' } }),
      campaign({ steps: [speaks('Hello {{message}}')] }),
      campaign({ steps: [speaks('{{message}}'), speaks('Hello')] }),
    ];
    for (const definition of definitions)
      expect(isRejected(normaliser(['phone', 'message'], definition)('+12125550100', ''))).toBe(false);
  });
});

describe('converting rows into contacts', () => {
  test('sets identity, place and every variable', () => {
    const normalise = normaliser([
      'First Name',
      'lastName',
      'company_name',
      'phone1',
      'E-Mail',
      'state',
      'crm id',
    ]);
    expect(
      normalise('James', 'Butt', 'Benton, Jr', '504-621-8927', ' J.Butt@Gmail.COM ', 'la', 'C-7'),
    ).toEqual({
      row: 1,
      identity: 'id:C-7',
      address: '+15046218927',
      calendar: { zones: ['America/Chicago'], regions: ['US-LA'] },
      optOut: null,
      cells: ['James', 'Butt', 'Benton, Jr', '504-621-8927', ' J.Butt@Gmail.COM ', 'la', 'C-7'],
      contact: {
        name: 'James Butt',
        addresses: [phoneAddress('+15046218927'), emailAddress('j.butt@gmail.com')],
        externalId: 'C-7',
        timeZone: 'America/Chicago',
        variables: {
          first_name: 'James',
          last_name: 'Butt',
          name: 'James Butt',
          company: 'Benton, Jr',
          company_name: 'Benton, Jr',
          phone: '+15046218927',
          phone1: '504-621-8927',
          e_mail: 'J.Butt@Gmail.COM',
          email: 'j.butt@gmail.com',
          state: 'la',
          region: 'la',
          crm_id: 'C-7',
          external_id: 'C-7',
        },
      },
    });
  });

  test.each([
    ['Maria Silva', 'Maria'],
    ['Dr. Maria Silva', 'Maria'],
    ['Silva, Maria', 'Maria'],
    ['Cher', 'Cher'],
  ])('finds the first name in %s', (name, firstName) => {
    expect(normaliser(['name', 'phone'])(name, '2025550100')).toMatchObject({
      contact: { name, variables: { first_name: firstName } },
    });
  });

  test('recognises one contact despite invisible characters', () => {
    const normalise = normaliser(['external_id', 'email', 'phone', 'first_name']);
    expect(
      normalise('\u200FC-7\u200D', '\uFEFFa\u00ADda@example.com', '\u202A2025550142\u202C', 'A\u200Bda'),
    ).toMatchObject({
      identity: 'id:C-7',
      contact: { addresses: [phoneAddress('+12025550142'), emailAddress('ada@example.com')] },
    });
  });

  test('prefers a number with + to the country of the row, and that to the country of the campaign', () => {
    const normalise = normaliser(['phone', 'country']);
    const names = ['GB', 'gb', 'UK', 'United Kingdom', 'GBR', 'Vereinigtes Königreich', 'Royaume-Uni'];
    for (const country of names) {
      expect(normalise('020 7946 0123', country)).toMatchObject({
        address: '+442079460123',
        calendar: { regions: ['GB-ENG'] },
      });
    }
    expect(normalise('+1 202 555 0100', 'United Kingdom')).toMatchObject({
      address: '+12025550100',
      calendar: { regions: ['US-DC', 'GB'] },
    });
    expect(normalise('202 555 0100', 'Narnia')).toMatchObject({ code: 'contact.country-unknown' });
    expect(normalise('+1 202 555 0100', 'Narnia')).toMatchObject({ address: '+12025550100' });
  });

  test('refuses a campaign whose country does not exist, before any row', () => {
    expect(() => normaliser(['phone'], campaign({ contacts: { country: 'ZZ' } }))).toThrow(
      expect.objectContaining({ code: 'import.country-unknown' }),
    );
    expect(normaliser(['phone'], campaign({ contacts: { country: 'UK' } }))('020 7946 0123')).toMatchObject({
      address: '+442079460123',
    });
  });

  test('accepts or ignores the states of every country', () => {
    const { regionsOf } = createRegions();
    for (const country of getCountries()) {
      expect(regionsOf({ country, state: 'Nowhere', national: null })).toEqual([country]);
    }
    expect(regionsOf({ country: 'GB', state: '', national: '1632960123' })).toEqual([
      'GB-ENG',
      'GB-SCT',
      'GB-WLS',
    ]);
  });

  test('uses the holidays of a known state, else those of all parts that the number fits', () => {
    const normalise = normaliser(['phone', 'country', 'state']);
    const region = (...cells: string[]) => {
      const row = normalise(...cells);
      return isRejected(row) ? row.code : row.calendar.regions.join(' ');
    };
    expect(region('415 555 0100', 'US', 'California')).toBe('US-CA');
    expect(region('415 555 0100', 'US', '')).toBe('US-CA');
    expect(region('202 555 0100', 'US', '')).toBe('US-DC');
    expect(region('415 555 0100', 'US', 'Atlantis')).toBe('US-CA');
    expect(region('(416) 555-0123', 'Canada', '')).toBe('CA-ON');
    expect(region('020 7946 0123', 'UK', '')).toBe('GB-ENG');
    expect(region('0131 496 0123', 'UK', '')).toBe('GB-SCT');
    expect(region('029 2018 0123', 'UK', '')).toBe('GB-WLS');
    expect(region('07400 123456', 'UK', '')).toBe('GB');
    expect(region('07400 123456', 'UK', 'Scotland')).toBe('GB-SCT');
    expect(region('089 12345678', 'Germany', '')).toBe('DE-BY');
    expect(region('030 23125100', 'Germany', '')).toBe('DE-BB DE-BE');
    expect(region('06131 123456', 'Germany', '')).toBe('DE');
    expect(region('0151 23456789', 'Germany', '')).toBe('DE');
    expect(region('(02) 5550 1234', 'Australia', '')).toBe('AU-ACT AU-NSW');
    expect(region('(08) 8999 1234', 'Australia', '')).toBe('AU-NT');
    expect(region('0491 570 156', 'Australia', '')).toBe('AU');
    expect(region('11 91234-5678', 'Brasil', '')).toBe('BR-SP');
    expect(region('061 2345678', 'Brasil', '')).toBe('contact.phone-invalid');
    expect(region('080 2222 3333', 'India', '')).toBe('IN-KA');
    expect(region('98765 43210', 'India', '')).toBe('IN');
    expect(region('612 34 56 78', 'España', 'Catalunya')).toBe('ES');
    expect(region('612 34 56 78', 'España', 'Cataluña')).toBe('ES-CT');
    expect(region('030 23125 100', 'Deutschland', 'Bayern')).toBe('DE-BY');
    expect(region('+1 202 555 0100', 'United Kingdom', 'England')).toBe('US-DC GB-ENG');
  });

  test('ignores the place of the area code if the row has another time zone', () => {
    const normalise = normaliser(['phone', 'time zone']);
    expect(normalise('(212) 555-0142', 'America/Los_Angeles')).toMatchObject({
      calendar: { regions: ['US'] },
    });
    expect(normalise('(212) 555-0142', 'America/New_York')).toMatchObject({
      calendar: { regions: ['US-NY'] },
    });
  });

  test('prefers the time zone of the row to that of the number', () => {
    const normalise = normaliser(['phone', 'tz']);
    const zones = (cell: string) => {
      const row = normalise('+1 800 555 0199', cell);
      return isRejected(row) ? row : row.calendar.zones;
    };
    expect(zones('europe/paris')).toEqual(['Europe/Paris']);
    expect(zones('UTC')).toEqual(['UTC']);
    expect(zones('Eastern')).toEqual(['America/New_York']);
    expect(zones('Pacific Time (US & Canada)')).toEqual(['America/Los_Angeles']);
    expect(zones('CST')).toEqual(['America/Chicago']);
    expect(zones('Mountain Standard Time')).toEqual(['America/Denver', 'America/Phoenix']);
    expect(zones('Mars/Olympus')).toEqual({
      row: 1,
      code: 'contact.timezone-invalid',
      detail: '"Mars/Olympus" is not a time zone; use an IANA name such as America/New_York',
      cells: ['+1 800 555 0199', 'Mars/Olympus'],
      optOut: null,
    });
    expect(zones('+05:00')).toMatchObject({ code: 'contact.timezone-invalid' });
    expect(zones('constructor')).toMatchObject({ code: 'contact.timezone-invalid' });
  });

  test('accepts an abbreviation only for contacts in the United States', () => {
    expect(normaliser(['phone', 'tz'])('+61 2 5550 1234', 'EST')).toMatchObject({
      code: 'contact.timezone-invalid',
    });
  });

  test('rejects a number without a known time zone, unless the campaign has a fallback', () => {
    expect(normaliser(['phone'])('+1 800 555 0199')).toMatchObject({
      code: 'contact.timezone-unknown',
      detail: '+1800… is toll-free: add a timezone column',
    });
    expect(normaliser(['phone', 'timezone'])('+1 800 555 0199', '')).toMatchObject({
      detail: '+1800… is toll-free: fill in the time zone',
    });
    const fallback = campaign({ sendWindow: { fallbackTimezone: 'America/Chicago' } });
    expect(normaliser(['phone'], fallback)('+1 800 555 0199')).toMatchObject({
      calendar: { zones: ['America/Chicago'] },
    });
    const fixed = campaign({ sendWindow: { timezone: 'Europe/Paris' } });
    expect(normaliser(['phone'], fixed)('+1 800 555 0199')).toMatchObject({
      calendar: { zones: ['Europe/Paris'] },
    });
    expect(normaliser(['phone'], fixed)('+1 202 555 0100')).toMatchObject({
      calendar: { zones: ['America/New_York'] },
    });
  });

  test('accepts a short row only if no column with a role is missing, and a long row only if its extra cells are empty', () => {
    const normalise = normaliser(['phone', 'email', 'notes', 'more']);
    expect(normalise('2025550100', '')).toMatchObject({ address: '+12025550100' });
    expect(normalise('2025550100')).toMatchObject({
      code: 'row.too-short',
      detail: 'the row has 1 cells instead of 4',
    });
    expect(normalise('2025550100', '', '', '', ' ', '')).toMatchObject({ address: '+12025550100' });
    expect(normalise('2025550100', '', '', '', 'Inc.')).toMatchObject({ code: 'row.too-long' });
  });

  test('requires the address of the channel of the first step', () => {
    const log = campaign({ channel: 'log', sendWindow: { fallbackTimezone: 'UTC' } });
    const normalise = normaliser(['phone', 'email', 'external_id'], log);
    expect(normalise('', 'A@example.com', '')).toMatchObject({
      identity: 'mail:a@example.com',
      address: 'a@example.com',
    });
    expect(normalise('nonsense', '', '7')).toMatchObject({ identity: 'id:7', contact: { addresses: [] } });
    expect(normalise('nonsense', '', '')).toMatchObject({ code: 'contact.phone-invalid' });
    expect(normalise('', 'not@mail', '')).toMatchObject({ code: 'contact.email-invalid' });
    expect(normalise('', '', '')).toMatchObject({ code: 'contact.identity-missing' });
    const noZone = campaign({ channel: 'log' });
    expect(normaliser(['email'], noZone)('a@example.com')).toMatchObject({
      code: 'contact.timezone-unknown',
    });
  });

  test('keeps every email address and the LinkedIn profile, each kind in the order of its columns', () => {
    const log = campaign({ channel: 'log', sendWindow: { fallbackTimezone: 'UTC' } });
    const normalise = normaliser(['Email', 'Work Email', 'Person Linkedin Url', 'phone'], log);
    expect(
      normalise('A@example.com', 'a@work.example', 'linkedin.com/in/Ada-B/', '2025550100'),
    ).toMatchObject({
      identity: 'tel:+12025550100',
      contact: {
        addresses: [
          phoneAddress('+12025550100'),
          emailAddress('a@example.com'),
          emailAddress('a@work.example'),
          linkedinAddress('https://www.linkedin.com/in/ada-b'),
        ],
      },
    });
    expect(normalise('a@example.com', 'A@Example.com', '', '')).toMatchObject({
      contact: { addresses: [emailAddress('a@example.com')] },
    });
    expect(normalise('', '', 'https://www.linkedin.com/in/ada-b?trk=x', '')).toMatchObject({
      identity: 'linkedin:https://www.linkedin.com/in/ada-b',
    });
  });

  test('drops an invalid email address, and control characters in texts', () => {
    const normalise = normaliser(['phone', 'email', 'note']);
    expect(normalise('2025550100', 'a@b..com', 'x\u0007y\u0000')).toMatchObject({
      contact: { addresses: [phoneAddress('+12025550100')], variables: { note: 'xy', email: 'a@b..com' } },
    });
  });

  test('returns equal calendars as the same object', () => {
    const normalise = normaliser(['phone']);
    const [first, second] = [normalise('2025550100'), normalise('2025550101')];
    expect('calendar' in first && 'calendar' in second && first.calendar === second.calendar).toBe(true);
  });

  test('never throws, whatever the cells contain', () => {
    const header = [
      'phone',
      'email',
      'country',
      'state',
      'timezone',
      'name',
      'first_name',
      'opted_out',
      'external_id',
    ];
    const nasty = fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      '+',
      '+1',
      '00',
      '="',
      '(us)',
      '9'.repeat(300),
    );
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      nasty,
      fc.stringMatching(/^[+()0-9. -]{0,20}$/),
    );
    for (const definition of [campaign(), campaign({ channel: 'log' })]) {
      const normalise = normaliser(header, definition);
      fc.assert(
        fc.property(fc.array(cell, { maxLength: 11 }), (cells) => {
          const row = normalise(...cells);
          expect(row.cells).toEqual(cells);
          const proof = isRejected(row) ? row.code : `contact.in-${row.calendar.zones.length}`;
          expect(proof).toMatch(/^(row|contact)\.(in-[1-9]|[a-z-]+$)/);
        }),
        { numRuns: 400 },
      );
    }
  });
});
