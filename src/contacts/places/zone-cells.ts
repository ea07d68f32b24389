import { readTimeZone } from '../../domain/time/time-zone.ts';

export type ZoneCell = { zones: readonly string[] } | { problem: string };
export type ReadZoneCell = (cell: { text: string; country: string | null }) => ZoneCell;

type LocalNames = Readonly<Record<string, readonly string[]>>;

/**
 * Zone names that are clear once the country is known. Where one name stands for places that keep their clocks
 * differently, all of them must be open: Mountain time is Denver's and Phoenix's, an hour apart in summer.
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

/** So many different cells are remembered at once; a list of nonsense cannot fill the memory. */
const rememberedCells = 2_000;
const longestCell = 80;

/**
 * Reads a time zone cell: what `readTimeZone` takes, an IANA name after an offset or in brackets, as Salesforce and
 * Outlook write them, and for people in the United States and Canada names such as `Eastern` and `PST`. Anything
 * else is refused, with candidates. Equal cells return the same object.
 */
export function createZoneCells(): ReadZoneCell {
  const remembered = new Map<string, ZoneCell>();
  return ({ text, country }) => {
    if (text.length > longestCell) return { problem: `"${text.slice(0, 40)}…" is not a time zone` };
    const place = country !== null && Object.hasOwn(namesByCountry, country) ? country : null;
    const key = `${place ?? ''}|${text}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    if (remembered.size >= rememberedCells) remembered.clear();
    const read = readCell({ text: text.trim(), place });
    remembered.set(key, read);
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
  const known = letter === undefined ? plain : (abbreviated[letter] ?? plain);
  const names = namesByCountry[country];
  return names !== undefined && Object.hasOwn(names, known) ? (names[known] ?? null) : null;
}
