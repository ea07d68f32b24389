import Holidays from 'date-holidays';
import { plainHeader } from '../headers/header-text.ts';
import { createGeocodes } from './geocodes.ts';
import { createNumberParts } from './number-regions.ts';

/** What is known about where someone is. `national` is null for a number that can be anywhere in its country. */
export type RegionEvidence = { country: string; state: string; national: string | null };

/** Names that libphonenumber has for parts that `date-holidays` calls otherwise, by country, in `plainHeader` form. */
const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: { washingtonstate: 'WA', washingtondc: 'DC' },
  BR: { federaldistrict: 'DF' },
  IN: { newdelhi: 'DL', mumbai: 'MH', orissa: 'OR' },
};

/**
 * Returns the regions whose public holidays count: the state, if its cell names one that date-holidays knows by code or
 * name (`US-CA` for `CA` or `California`); else the parts in which the number's area code lies (`GB-ENG` for London,
 * several where it crosses a border); else the country alone, which stands for any part of it.
 */
export function createRegions(): { regionsOf: (evidence: RegionEvidence) => readonly string[] } {
  const holidays = new Holidays();
  const numberParts = createNumberParts({ geocodes: createGeocodes() });
  const byCountry = new Map<string, ReadonlyMap<string, string>>();

  const partsOf = (country: string): ReadonlyMap<string, string> => {
    const known = byCountry.get(country);
    if (known) return known;
    const parts = new Map(Object.entries(otherNames[country] ?? {}));
    for (const language of ['en', undefined]) {
      const named: Record<string, string> = holidays.getStates(country, language) ?? {};
      for (const [code, name] of Object.entries(named)) {
        const part = code.toUpperCase();
        for (const spelling of [plainHeader(name), plainHeader(code), plainHeader(country + code), code]) {
          parts.set(spelling, part);
        }
      }
    }
    byCountry.set(country, parts);
    return parts;
  };

  const partIn =
    (country: string) =>
    (text: string): string | null => {
      const parts = partsOf(country);
      return parts.get(text) ?? parts.get(plainHeader(text)) ?? null;
    };

  return {
    regionsOf({ country, state, national }) {
      const partOf = partIn(country);
      const named = state === '' ? null : partOf(state);
      if (named !== null) return [`${country}-${named}`];
      const parts = national === null ? [] : numberParts({ country, national, partOf });
      return parts.length === 0 ? [country] : parts.map((part) => `${country}-${part}`).sort();
    },
  };
}
