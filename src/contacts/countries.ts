import { getCountries } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { plainHeader } from './column-roles.ts';

/** Languages in which lists usually name countries. */
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv'];

/** Usual spellings that neither ISO 3166-1 alpha-2 nor the platform's country names give; alpha-3 for common ones. */
const otherSpellings: Readonly<Record<string, string>> = {
  AE: 'are uae emirates',
  AR: 'arg',
  AT: 'aut',
  AU: 'aus',
  BE: 'bel',
  BR: 'bra',
  CA: 'can',
  CH: 'che',
  CN: 'chn prc peoplesrepublicofchina',
  CZ: 'cze czechrepublic',
  DE: 'deu ger brd',
  DK: 'dnk',
  ES: 'esp',
  FI: 'fin',
  FR: 'fra',
  GB: 'gbr uk greatbritain england scotland wales northernireland britain',
  IE: 'irl republicofireland eire',
  IL: 'isr',
  IN: 'ind',
  IT: 'ita',
  JP: 'jpn',
  KR: 'kor korea republicofkorea',
  MX: 'mex',
  NL: 'nld holland thenetherlands',
  NO: 'nor',
  NZ: 'nzl',
  PH: 'phl',
  PL: 'pol',
  PT: 'prt',
  RU: 'rus russianfederation',
  SE: 'swe',
  SG: 'sgp',
  TR: 'tur turkey',
  US: 'usa unitedstatesofamerica america theunitedstates estadosunidosdeamerica',
  VN: 'vnm vietnam',
  ZA: 'zaf rsa',
};

/** Gives the country code for a name or code as people write it, or null. Knows the countries that have numbers. */
export function createCountries(): { countryOf: (text: string) => CountryCode | null } {
  const known = new Map<string, CountryCode>();
  const codes = getCountries();
  for (const language of languages) {
    const names = new Intl.DisplayNames(language, { type: 'region' });
    for (const code of codes) {
      const name = plainHeader(names.of(code) ?? code);
      if (!known.has(name)) known.set(name, code);
    }
  }
  for (const code of codes) {
    known.set(code.toLowerCase(), code);
    for (const spelling of otherSpellings[code]?.split(' ') ?? []) known.set(spelling, code);
  }
  return { countryOf: (text) => known.get(text) ?? known.get(plainHeader(text)) ?? null };
}
