import { ambiguousZones, offsetCities, placesWithoutArea, platformZones } from './zone-names.ts';

/** A canonical IANA time zone of a place, or why the text is none, in words that follow its value. */
export type ZoneReading = { zone: string } | { problem: string };

/**
 * Reads the name of a time zone: an IANA name with an area in any case (`Europe/Paris`), a country that IANA keeps as
 * a name (`Japan`), or `UTC`. Former names become the present ones (`US/Eastern`, `Asia/Calcutta`). Abbreviations and
 * offsets are refused, although platforms accept them: `BST` is Asia/Dhaka in ICU, `EST` is Panama, and neither says
 * whether and when clocks change. The problem then contains suggestions.
 */
export function readTimeZone(text: string): ZoneReading {
  const name = text.trim();
  if (/^(?:utc|etc\/utc)$/i.test(name)) return { zone: 'UTC' };
  const isPlace = name.includes('/') ? !/^(?:etc|systemv|posix|right)\//i.test(name) : isCountryName(name);
  const zone = isPlace ? canonical(name) : null;
  return zone === null ? { problem: problemOf(name) } : { zone };
}

/** Whether the text is the name of a time zone of a place. */
export function isTimeZone(text: string): boolean {
  return 'zone' in readTimeZone(text);
}

function isCountryName(name: string): boolean {
  return placesWithoutArea.has(name.toLowerCase());
}

function canonical(name: string): string | null {
  try {
    const zone = Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return presentZoneName(zone);
  } catch {
    return null;
  }
}

/** The present name in the tz database of a zone that ICU or libphonenumber returns by an older name. */
export function presentZoneName(zone: string): string {
  return presentNames[zone] ?? zone;
}

/** For these zones ICU returns the former names as canonical (CLDR, bcp47/timezone.xml, attribute `iana`). */
const presentNames: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

const offset = /^(?:(?:utc|gmt|etc\/gmt|z)\s*)?([+\-\u2212])\s*(\d{1,2})(?::?(\d\d))?$/i;

function problemOf(name: string): string {
  const shown = name.slice(0, 40);
  const meanings = ambiguousZones[name.toUpperCase().replace(/^ETC\//, '')];
  if (meanings !== undefined) {
    const [first = ''] = meanings.split(/[ ,]/, 1);
    return `"${shown}" is an abbreviation that says nothing about daylight saving or place: ${meanings}; write ${first}`;
  }
  const parts = offset.exec(name);
  if (parts) return offsetProblem({ shown, parts, isReversed: /^etc\//i.test(name) });
  const similar = similarZones(name);
  const hint = similar.length === 0 ? 'America/New_York' : similar.join(', ');
  return `"${shown}" is not a time zone; use an IANA name such as ${hint}`;
}

const maxSimilar = 4;
/** The maximum length of the name of a zone or a city. */
const longestName = 60;

/**
 * The zones that a name may mean: those with this platform name (`GMT Standard Time`), those with this city
 * (`London`, `America/New York`), or else those of the same area with a similar beginning (`Europe/Londn`).
 */
function similarZones(name: string): readonly string[] {
  if (name.length > longestName) return [];
  const plain = plainZone(name);
  if (Object.hasOwn(platformZones, plain)) return platformZones[plain]?.split(' ') ?? [];
  const known = Intl.supportedValuesOf('timeZone').map(presentZoneName);
  const words = new Set(name.split(/[,/()]/).map(plainZone));
  const ofCity = known.filter((zone) => words.has(plainZone(zone.split('/').at(-1) ?? '')));
  if (ofCity.length > 0) return ofCity.slice(0, maxSimilar);
  const [area = '', city = ''] = name.split('/').map(plainZone);
  if (city.length < 3) return [];
  return known.filter((zone) => plainZone(zone).startsWith(area + city.slice(0, 3))).slice(0, maxSimilar);
}

/** Letters only, so that `New_York` and `new york` are equal. */
function plainZone(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}]/gu, '');
}

function offsetProblem({
  shown,
  parts: [, sign, hours, minutes = '0'],
  isReversed,
}: {
  shown: string;
  parts: RegExpExecArray;
  isReversed: boolean;
}): string {
  // In `Etc/GMT+5` the sign is that of POSIX: five hours behind UTC.
  const direction = (sign === '+') === isReversed ? -1 : 1;
  const wanted = direction * (Number(hours) * 60 + Number(minutes));
  const cities = offsetCities.filter((zone) => offsetsOf(zone).includes(wanted)).slice(0, 4);
  const hint = cities.length === 0 ? 'such as America/New_York' : `such as ${cities.join(', ')}`;
  return `"${shown}" is an offset that says nothing about daylight saving; use an IANA name ${hint}`;
}

/** In minutes east of UTC, in both seasons; the year does not matter. */
function offsetsOf(timeZone: string): number[] {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)].map((at) => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  });
}
