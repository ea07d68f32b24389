/**
 * US zone names as lists use them. They are only taken for people in the United States: "Eastern" and "EST" mean
 * something else in Australia. Mountain time is Denver's and Phoenix's, an hour apart in summer: both must be open.
 */
const usNames: Readonly<Record<string, readonly string[]>> = {
  eastern: ['America/New_York'],
  central: ['America/Chicago'],
  mountain: ['America/Denver', 'America/Phoenix'],
  arizona: ['America/Phoenix'],
  pacific: ['America/Los_Angeles'],
  alaska: ['America/Anchorage'],
  alaskan: ['America/Anchorage'],
  hawaii: ['Pacific/Honolulu'],
  hawaiian: ['Pacific/Honolulu'],
};
const usAbbreviation = /^(e|c|m|p|ak|h)[sd]?t$/;
const abbreviated: Readonly<Record<string, string>> = {
  e: 'eastern',
  c: 'central',
  m: 'mountain',
  p: 'pacific',
  ak: 'alaska',
  h: 'hawaii',
};
/** So many different cells are remembered at once; a list of nonsense cannot fill the memory. */
const rememberedCells = 2_000;
const longestCell = 60;

export type ReadZoneCell = (cell: { text: string; country: string | null }) => readonly string[] | null;

/**
 * Reads a time zone cell: an IANA name with an area (`Europe/Paris`, in any case) or `UTC`; for people in the US also
 * names such as `Eastern` and `PST`. Bare abbreviations and offsets elsewhere are refused (null), because they say
 * nothing about daylight saving. Equal cells give the same array.
 */
export function createZoneCells(): ReadZoneCell {
  const remembered = new Map<string, readonly string[] | null>();
  return ({ text, country }) => {
    if (text.length > longestCell) return null;
    const key = `${country === 'US' ? 'US' : ''}|${text}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    if (remembered.size >= rememberedCells) remembered.clear();
    const zones = zonesOf({ text: text.trim(), inUs: country === 'US' });
    remembered.set(key, zones);
    return zones;
  };
}

function zonesOf({ text, inUs }: { text: string; inUs: boolean }): readonly string[] | null {
  if (/^(?:[a-z_]+\/[\w+/-]+|utc)$/i.test(text)) return canonical(text);
  const saysUs = /\(us & canada\)|^us[/ ]/i.test(text);
  if (!inUs && !saysUs) return null;
  const plain = text
    .toLowerCase()
    .replace(/\(us & canada\)|\(us\)/, '')
    .replace(/^us[/ ]/, '')
    .replaceAll(/\b(?:standard|daylight|time|zone)\b/g, '')
    .trim();
  const letter = usAbbreviation.exec(plain)?.[1];
  const name = letter === undefined ? plain : (abbreviated[letter] ?? plain);
  return Object.hasOwn(usNames, name) ? (usNames[name] ?? null) : null;
}

function canonical(name: string): readonly string[] | null {
  try {
    return [Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone];
  } catch {
    return null;
  }
}
