import type { Geocodes } from './geocodes.ts';

/**
 * Area codes that lie only in some parts of their country. The value lists the parts by their names in
 * `date-holidays`. An area code that crosses a border has all of its parts, because the window must be open in all of
 * them.
 *
 * Sources: Ofcom (020 to 029, 011x and 01x1 codes), ACMA (Australian geographic areas, with the border towns that
 * belong to the neighbour's code), Bundesnetzagentur (the codes of the largest cities).
 */
const areaCodes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  GB: {
    '20': 'ENG',
    '23': 'ENG',
    '24': 'ENG',
    '28': 'NIR',
    '29': 'WLS',
    '1': 'ENG SCT WLS',
    ...each('113 114 115 116 117 118 121 151 161 191', 'ENG'),
    ...each('131 141', 'SCT'),
    '': 'ENG SCT WLS NIR',
  },
  AU: {
    '2': 'NSW ACT',
    '26': 'NSW ACT VIC',
    '3': 'VIC',
    '35': 'VIC NSW',
    '36': 'TAS',
    '7': 'QLD',
    '75': 'QLD NSW',
    '8': 'WA',
    '87': 'SA',
    '88': 'SA',
    '880': 'SA NSW',
    '889': 'NT',
  },
  DE: {
    '30': 'BE BB',
    '40': 'HH SH NI',
    '421': 'HB NI',
    '89': 'BY',
    '821': 'BY',
    '911': 'BY',
    '69': 'HE',
    '711': 'BW',
    '511': 'NI',
    ...each('341 351 371', 'SN'),
    ...each('201 203 208 209 211 221 228 231 234 241 251 521', 'NW'),
  },
};

/**
 * Countries whose area codes libphonenumber describes with their part (`Austin, TX`), and how many digits of a number
 * determine it.
 */
const described: Readonly<Record<string, { code: string; digits: number | null }>> = {
  US: { code: '1', digits: 3 },
  CA: { code: '1', digits: 3 },
  BR: { code: '55', digits: 2 },
  IN: { code: '91', digits: null },
};

/**
 * Creates the function that returns the parts of a country (`NY`, `ENG`) in which a number with an area code can be;
 * empty if the code does not determine it. `partOf` returns a part by its name or code.
 */
export function createNumberParts({ geocodes }: { geocodes: Geocodes }) {
  return ({
    country,
    national,
    partOf,
  }: {
    country: string;
    /** The digits after the country's calling code. */
    national: string;
    partOf: (name: string) => string | null;
  }): readonly string[] => {
    const own = areaCodes[country];
    if (own) return longestPrefix(own, national)?.split(' ') ?? [];
    const source = described[country];
    if (!source) return [];
    const places = geocodes.placesOf({ ...source, national });
    return [...new Set(places.map(partOf).filter((part) => part !== null))];
  };
}

function each(codes: string, parts: string): Record<string, string> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, parts]));
}

function longestPrefix(table: Readonly<Record<string, string>>, digits: string): string | null {
  for (let length = Math.min(3, digits.length); length >= 0; length -= 1) {
    const found = table[digits.slice(0, length)];
    if (found !== undefined) return found;
  }
  return null;
}
