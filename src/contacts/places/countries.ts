import { getCountries } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { plainHeader } from '../headers/header-text.ts';
import { alphaThree, otherSpellings } from './country-spellings.ts';

/** Languages in which lists usually name countries, besides English. */
const languages =
  'de fr es it pt nl sv da nb fi pl cs sk hu ro el tr ru uk bg hr ca ar he ja zh zh-Hant ko id'.split(' ');

/** Null means that a word stands for several countries, such as `Congo`. */
type Known = Map<string, CountryCode | null>;

/**
 * Creates the function that returns the country of a name or code as people write it (ISO 3166-1 alpha-2 and alpha-3,
 * names in 30 languages), or null. It knows the countries that have phone numbers. Names in other languages than
 * English are loaded when one is first needed.
 */
export function createCountries(): { countryOf: (text: string) => CountryCode | null } {
  const known = usualNames();
  let others: Known | null = null;

  const lookUp = (text: string): CountryCode | null => {
    const plain = plainHeader(text);
    const found = known.get(plain);
    if (found !== undefined || plain === '') return found ?? null;
    others ??= namesIn({ names: languages.map((language) => nameReader(language, 'long')) });
    return others.get(plain) ?? null;
  };

  return {
    countryOf(text) {
      const whole = lookUp(text);
      if (whole !== null) return whole;
      // `Germany (DE)`, `DE - Germany`, `United States of America (the)`
      const parts = text.split(/[()[\]/]|\s[-\u2013\u2014]\s/).map((part) => part.trim());
      if (parts.length < 2) return null;
      const found = new Set(parts.map(lookUp).filter((code) => code !== null));
      const [only = null] = found;
      return found.size === 1 ? only : null;
    },
  };
}

function usualNames(): Known {
  const known = namesIn({ names: [nameReader('en', 'long'), nameReader('en', 'short')] });
  for (const code of getCountries()) {
    known.set(code.toLowerCase(), code);
    for (const spelling of otherSpellings[code]?.split(/\s+/) ?? []) known.set(plainHeader(spelling), code);
  }
  for (const pair of alphaThree) known.set(pair.slice(2).toLowerCase(), pair.slice(0, 2) as CountryCode);
  known.set('congo', null);
  return known;
}

type NameReader = (code: CountryCode) => string;

function nameReader(language: string, style: 'long' | 'short'): NameReader {
  const names = new Intl.DisplayNames(language, { type: 'region', style });
  return (code) => names.of(code) ?? code;
}

/** A word that means different countries in different languages is ambiguous: its value is null. */
function namesIn({ names }: { names: readonly NameReader[] }): Known {
  const known: Known = new Map();
  for (const nameOf of names) {
    for (const code of getCountries()) {
      const name = plainHeader(nameOf(code));
      const before = known.get(name);
      known.set(name, before === undefined || before === code ? code : null);
    }
  }
  return known;
}
