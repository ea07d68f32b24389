import Holidays from 'date-holidays';
import { plainHeader } from './column-roles.ts';

/**
 * Gives the region whose public holidays count: the country, with its state if the cell names one that date-holidays
 * knows by code or name (`US-CA` for `CA` or `California`), else the country alone.
 */
export function createRegions(): { regionOf: (place: { country: string; state: string }) => string } {
  const holidays = new Holidays();
  const byCountry = new Map<string, ReadonlyMap<string, string>>();

  const statesOf = (country: string): ReadonlyMap<string, string> => {
    const known = byCountry.get(country);
    if (known) return known;
    const states = new Map<string, string>();
    const named: Record<string, string> = holidays.getStates(country) ?? {};
    for (const [code, name] of Object.entries(named)) {
      const region = `${country}-${code.toUpperCase()}`;
      states.set(plainHeader(name), region);
      states.set(plainHeader(code), region);
      states.set(plainHeader(region), region);
      states.set(code, region);
    }
    byCountry.set(country, states);
    return states;
  };

  return {
    regionOf({ country, state }) {
      if (state === '') return country;
      const states = statesOf(country);
      return states.get(state) ?? states.get(plainHeader(state)) ?? country;
    },
  };
}
