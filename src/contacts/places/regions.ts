import Holidays from 'date-holidays';
import { plainHeader } from '../headers/header-text.ts';
import { createGeocodes } from './geocodes.ts';
import { createNumberParts } from './number-regions.ts';

/** Evidence of where a contact is. `national` is null for a number that can be anywhere in its country. */
export type RegionEvidence = { country: string; state: string; national: string | null };

/** Names of parts in libphonenumber that differ from those in `date-holidays`, by country, in `plainHeader` form. */
const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: { washingtonstate: 'WA', washingtondc: 'DC' },
  BR: { federaldistrict: 'DF' },
  IN: { newdelhi: 'DL', mumbai: 'MH', orissa: 'OR' },
};

/**
 * Creates the function that returns the regions whose public holidays apply: the state, if date-holidays knows the
 * cell as its code or name (`US-CA` for `CA` or `California`); else the parts of the number's area code (`GB-ENG` for
 * London, several if it crosses a border); else the country alone, which stands for any part of it.
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
