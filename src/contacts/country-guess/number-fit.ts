import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/max';

/** How well numbers are those of one calling code. Shares are of the numbers that are valid anywhere, 0 to 1. */
export type NumberFit = {
  /** The main country of the calling code, and all that share it: a number is dialled the same in each. */
  country: CountryCode;
  countries: readonly CountryCode[];
  valid: number;
  /** Valid, and written with just the digits that are dialled inside the country. */
  asDialled: number;
  mobile: number;
  /**
   * Written in the groups in which the country writes them, if those tell countries apart: numbers cut once (`0212 345038`),
   * into threes or into four pairs are written so in many countries. Of the numbers that are written in groups.
   */
  grouped: number;
  /** The same with brackets or hyphens as there. */
  punctuated: number;
  /** One number of the list, as written and as it would be dialled; null if none is valid. */
  example: { written: string; dialled: string } | null;
};

/** Where several countries share a calling code and the first by name is not the main one. */
const mainCountries: Readonly<Record<string, CountryCode>> = {
  '1': 'US',
  '7': 'RU',
  '39': 'IT',
  '44': 'GB',
  '47': 'NO',
  '61': 'AU',
  '212': 'MA',
  '262': 'RE',
  '290': 'SH',
  '358': 'FI',
  '590': 'GP',
  '599': 'CW',
};

const personal: ReadonlySet<string> = new Set([
  'MOBILE',
  'FIXED_LINE',
  'FIXED_LINE_OR_MOBILE',
  'TOLL_FREE',
  'VOIP',
]);

/** Tries the national numbers of a list in every country that has numbers; those where none is valid are left out. */
export function numberFits(numbers: readonly string[]): NumberFit[] {
  const codes = new Map<string, CountryCode[]>();
  for (const country of getCountries()) {
    const code = getCountryCallingCode(country);
    codes.set(code, [...(codes.get(code) ?? []), country]);
  }
  const counted = [...codes].flatMap(([code, countries]) => {
    const country = mainCountries[code] ?? countries[0];
    const counts = country === undefined ? null : countsOf({ country, countries, numbers });
    return counts === null || counts.valid.length === 0 ? [] : [counts];
  });
  const usable = new Set(counted.flatMap(({ valid }) => valid));
  return counted.map((counts) => sharesOf({ counts, usable: [...usable] }));
}

type Counts = Pick<NumberFit, 'country' | 'countries' | 'example'> & {
  valid: string[];
  asDialled: number;
  mobile: number;
  grouped: number;
  punctuated: number;
};

function countsOf({
  country,
  countries,
  numbers,
}: {
  country: CountryCode;
  countries: readonly CountryCode[];
  numbers: readonly string[];
}): Counts {
  const counts: Counts = {
    country,
    countries,
    example: null,
    valid: [],
    asDialled: 0,
    mobile: 0,
    grouped: 0,
    punctuated: 0,
  };
  for (const written of numbers) {
    const number = parsePhoneNumberFromString(written, { defaultCountry: country, extract: false });
    const type = number?.getType();
    if (!number || type === undefined || !personal.has(type)) continue;
    const shape = shapeOf({ written, number, country });
    counts.valid.push(written);
    counts.asDialled += Number(shape.asDialled);
    counts.mobile += Number(type !== 'FIXED_LINE');
    counts.grouped += Number(shape.grouped);
    counts.punctuated += Number(shape.punctuated);
    counts.example ??= { written, dialled: number.formatInternational() };
  }
  return counts;
}

function sharesOf({ counts, usable }: { counts: Counts; usable: readonly string[] }): NumberFit {
  const separated = usable.filter((text) => /\d[^\d]+\d/.test(text)).length;
  const share = (count: number, of: number): number => (of === 0 ? 0 : count / of);
  return {
    ...counts,
    valid: share(counts.valid.length, usable.length),
    asDialled: share(counts.asDialled, usable.length),
    mobile: share(counts.mobile, usable.length),
    grouped: share(counts.grouped, separated),
    punctuated: share(counts.punctuated, separated),
  };
}

function shapeOf({
  written,
  number,
  country,
}: {
  written: string;
  number: PhoneNumber;
  country: CountryCode;
}): Record<'asDialled' | 'grouped' | 'punctuated', boolean> {
  const usual = number.formatNational();
  const digits = written.replaceAll(/\D/g, '');
  // North America dials a 1 first, and writes 212-555-0142 and 212.555.0142 as well as (212) 555-0142.
  const isNorthAmerican = country === 'US' && /^(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]\d{3}[-.]\d{4}$/.test(written);
  const groups = groupsOf(written);
  const isAnybodys = isAnybodysGrouping.test(groups) && !written.includes('(');
  const isUsual = groups === groupsOf(usual) || groups === alsoGrouped[country];
  const isCutOnce = groups.split(' ').length < 3;
  const grouped = isNorthAmerican || (isUsual && !isAnybodys && !isCutOnce);
  return {
    asDialled:
      digits === usual.replaceAll(/\D/g, '') || (country === 'US' && digits === `1${number.nationalNumber}`),
    grouped,
    punctuated: isNorthAmerican || (grouped && written === usual && /[()-]/.test(usual)),
  };
}

/** Groups that are as usual as those of libphonenumber. */
const alsoGrouped: Readonly<Partial<Record<CountryCode, string>>> = { MA: '2 2 2 2 2' };

/** Digits cut into threes, or eight into pairs, as people of any country write them (`071 136 293`). */
const isAnybodysGrouping = /^(?:3(?: 3)*(?: [1-5])?|2 2 2 2)$/;

/** `(212) 555-0142` is `3 3 4`. */
function groupsOf(text: string): string {
  return (text.match(/\d+/g) ?? []).map(({ length }) => length).join(' ');
}
