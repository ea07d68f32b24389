import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/max';

/**
 * How well the numbers of a list fit one calling code. Shares (0 to 1) are of the numbers that are valid in any
 * country.
 */
export type NumberFit = {
  /** The main country of the calling code. `countries` are all that share the code. */
  country: CountryCode;
  countries: readonly CountryCode[];
  valid: number;
  /** Valid, and written with exactly the digits that are dialled inside the country. */
  asDialled: number;
  mobile: number;
  /**
   * Written in the digit groups of this country. Groups that many countries use do not count: two groups (`0212
   * 345038`), groups of three, four pairs. The share is of the numbers that are written in groups.
   */
  grouped: number;
  /** As `grouped`, and with the brackets or hyphens of this country. */
  punctuated: number;
  /** One number of the list, as written and as dialled; null if none is valid. */
  example: { written: string; dialled: string } | null;
};

/** The main country of a shared calling code, where it is not the first one by name. */
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

/** Tests the national numbers of a list against every country, and omits the countries in which none is valid. */
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
  // North American numbers may begin with 1, and 212-555-0142 and 212.555.0142 are as usual as (212) 555-0142.
  const isNorthAmerican = country === 'US' && /^(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]\d{3}[-.]\d{4}$/.test(written);
  const groups = groupsOf(written);
  const isUnspecific = unspecificGrouping.test(groups) && !written.includes('(');
  const isUsual = groups === groupsOf(usual) || groups === alsoGrouped[country];
  const isCutOnce = groups.split(' ').length < 3;
  const grouped = isNorthAmerican || (isUsual && !isUnspecific && !isCutOnce);
  return {
    asDialled:
      digits === usual.replaceAll(/\D/g, '') || (country === 'US' && digits === `1${number.nationalNumber}`),
    grouped,
    punctuated: isNorthAmerican || (grouped && written === usual && /[()-]/.test(usual)),
  };
}

/** Groupings that are as usual as the one libphonenumber knows. */
const alsoGrouped: Readonly<Partial<Record<CountryCode, string>>> = { MA: '2 2 2 2 2' };

/** Groups of three digits (`071 136 293`), or eight digits in pairs: used in every country. */
const unspecificGrouping = /^(?:3(?: 3)*(?: [1-5])?|2 2 2 2)$/;

/** Returns the lengths of the groups: `3 3 4` for `(212) 555-0142`. */
function groupsOf(text: string): string {
  return (text.match(/\d+/g) ?? []).map(({ length }) => length).join(' ');
}
