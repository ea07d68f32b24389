import { readTimeZone } from '../../domain/time/time-zone.ts';

export type ZoneCell = { zones: readonly string[] } | { problem: string };
export type ReadZoneCell = (cell: { text: string; country: string | null }) => ZoneCell;

type LocalNames = Readonly<Record<string, readonly string[]>>;

/**
 * Zone names that are clear if the country is known. If a name stands for places with different clocks, the window
 * must be open in all of them: Mountain time is that of Denver and of Phoenix, which differ by an hour in summer.
 */
const namesByCountry: Readonly<Record<string, LocalNames>> = {
  US: {
    eastern: ['America/New_York'],
    central: ['America/Chicago'],
    mountain: ['America/Denver', 'America/Phoenix'],
    arizona: ['America/Phoenix'],
    pacific: ['America/Los_Angeles'],
    alaska: ['America/Anchorage'],
    alaskan: ['America/Anchorage'],
    hawaii: ['Pacific/Honolulu'],
    hawaiian: ['Pacific/Honolulu'],
  },
  CA: {
    atlantic: ['America/Halifax'],
    central: ['America/Winnipeg', 'America/Regina'],
    eastern: ['America/Toronto'],
    mountain: ['America/Edmonton', 'America/Whitehorse'],
    newfoundland: ['America/St_Johns'],
    pacific: ['America/Vancouver'],
  },
};

const abbreviation = /^(e|c|m|p|ak|h|a|n)[sd]?t$/;
const abbreviated: Readonly<Record<string, string>> = {
  e: 'eastern',
  c: 'central',
  m: 'mountain',
  p: 'pacific',
  ak: 'alaska',
  h: 'hawaii',
  a: 'atlantic',
  n: 'newfoundland',
};

/** The maximum number of cached cells, so that a list of random values cannot fill the memory. */
const maxCachedCells = 2_000;
const longestCell = 80;

/**
 * Creates the reader of time zone cells. It accepts what `readTimeZone` accepts, an IANA name after an offset or in
 * brackets, as Salesforce and Outlook write them, and for contacts in the United States and Canada names such as
 * `Eastern` and `PST`. Other cells return a problem that names candidates. Equal cells return the same object.
 */
export function createZoneCells(): ReadZoneCell {
  const cache = new Map<string, ZoneCell>();
  return ({ text, country }) => {
    if (text.length > longestCell) return { problem: `"${text.slice(0, 40)}…" is not a time zone` };
    const place = country !== null && Object.hasOwn(namesByCountry, country) ? country : null;
    const key = `${place ?? ''}|${text}`;
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    if (cache.size >= maxCachedCells) cache.clear();
    const read = readCell({ text: text.trim(), place });
    cache.set(key, read);
    return read;
  };
}

function readCell({ text, place }: { text: string; place: string | null }): ZoneCell {
  const inBrackets = /\(([a-z_]+\/[\w+/-]+)\)$/i.exec(text)?.[1];
  const name = (inBrackets ?? text).replace(/^\((?:utc|gmt)[^)]*\)\s*/i, '');
  const read = readTimeZone(name);
  if ('zone' in read) return { zones: [read.zone] };
  const country = /\(us & canada\)|^us[/ ]/i.test(name) ? (place ?? 'US') : place;
  const zones = country === null ? null : zonesOf({ name, country });
  return zones === null ? read : { zones };
}

function zonesOf({ name, country }: { name: string; country: string }): readonly string[] | null {
  const plain = name
    .toLowerCase()
    .replace(/\(us & canada\)|\(us\)/, '')
    .replace(/^us[/ ]/, '')
    .replaceAll(/\b(?:standard|daylight|time|zone)\b/g, '')
    .trim();
  const letter = abbreviation.exec(plain)?.[1];
  const wanted = letter === undefined ? plain : (abbreviated[letter] ?? plain);
  const names = namesByCountry[country];
  return names !== undefined && Object.hasOwn(names, wanted) ? (names[wanted] ?? null) : null;
}
