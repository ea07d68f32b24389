import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createSeededRandom } from '../src/platform/random.ts';
import type { Random } from '../src/platform/random.ts';
import { companyForms, companyWords, people, places } from './lead-people.ts';

/**
 * Makes examples/leads.csv: 300 rows of invented people with the mess of real lists. `npx node scripts/make-leads.ts`
 * writes it; the same seed always gives the same bytes, and a test compares them with the file.
 */
const seed = 20_270_301;
const rowCount = 300;
const header = 'first_name,last_name,company,phone,email,country,state,opted_out,notes'.split(',');
const columns = { phone: 3, country: 5, state: 6, optedOut: 7, notes: 8 } as const;

/** The last two digits that decide the simulator's answer at once, and how many people get each; the rest is random. */
const fixedEndings: Readonly<Record<string, number>> = {
  '00': 14,
  '01': 6,
  '02': 10,
  '03': 3,
  '04': 5,
  '05': 4,
  '06': 12,
  '09': 4,
};

/** Rows (from 1) that repeat an earlier one, in another spelling where there is one. */
const duplicates: readonly { row: number; of: number }[] = [
  { row: 88, of: 12 },
  { row: 152, of: 77 },
  { row: 231, of: 230 },
  { row: 287, of: 5 },
];
const special = {
  badNumber: 41,
  missingNumber: 126,
  tollFree: 190,
  shortRow: 244,
  optedOut: 118,
  readMeExample: 20,
} as const;

type Lead = { cells: string[]; placeIndex: number };

export function makeLeads(): string {
  const random = createSeededRandom({ seed });
  const leads = makePeople(random);
  const rows = leads.map((lead) => lead.cells);
  for (const { row, of } of duplicates) rows[row - 1] = respelled(rows[of - 1] ?? []);
  change(rows, special.badNumber, { phone: '555-CALL-ME', country: 'US', state: 'OH' });
  change(rows, special.missingNumber, { phone: '', notes: 'number to follow' });
  change(rows, special.tollFree, {
    phone: '+1 800 555 0199',
    country: '',
    state: '',
    notes: 'front desk, any branch',
  });
  change(rows, special.optedOut, {
    phone: '(312) 555-0142',
    country: 'US',
    state: 'IL',
    optedOut: 'yes',
    notes: 'asked on the phone, 12 May',
  });
  change(rows, special.readMeExample, { phone: '202-555-0147', country: 'US', state: 'DC' });
  rows[special.shortRow - 1] = (rows[special.shortRow - 1] ?? []).slice(0, 3);
  return [header, ...rows].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

function makePeople(random: Random): Lead[] {
  const endings = shuffled(allEndings(random), random);
  // The campaign's own caller ID, and the two that rows named above are given by hand.
  const taken = new Set(['12025550100', '12025550147', '13125550142']);
  return endings.map((ending) => {
    for (;;) {
      const placeIndex = pickPlace(random);
      const lead = makePerson({ random, placeIndex, ending });
      const digits = plainNumber({ cells: lead.cells, placeIndex });
      if (taken.has(digits)) continue;
      taken.add(digits);
      return lead;
    }
  });
}

/** Two thirds live in the first nine places, in North America. */
function pickPlace(random: Random): number {
  return random() < 0.66 ? Math.floor(random() * 9) : 9 + Math.floor(random() * (places.length - 9));
}

function makePerson({
  random,
  placeIndex,
  ending,
}: {
  random: Random;
  placeIndex: number;
  ending: string;
}): Lead {
  const place = places[placeIndex];
  if (!place) throw new RangeError(`no place ${placeIndex}`);
  const pick = (items: readonly string[]): string => items[Math.floor(random() * items.length)] ?? '';
  const first = pick(people[place.country].first.split(' '));
  const last = pick(people[place.country].last.split(' '));
  const company = `${pick(companyWords.split(' '))} ${pick(companyForms)}`;
  const phone = pick(place.numbers).replace('##', ending);
  const note = pick([
    '',
    '',
    '',
    'prefers mornings',
    'likes "Bella", her dog',
    'moved, new address pending',
    'VIP',
  ]);
  const email = `${plain(first)}.${plain(last)}@example.${pick(['com', 'org', 'net'])}`;
  return {
    cells: [first, last, company, phone, email, pick(place.names), place.state, '', note],
    placeIndex,
  };
}

function allEndings(random: Random): string[] {
  const fixed = Object.entries(fixedEndings).flatMap(([ending, count]) =>
    Array.from({ length: count }, () => ending),
  );
  const others = Array.from({ length: rowCount - fixed.length }, () =>
    String(15 + Math.floor(random() * 85)),
  );
  return [...fixed, ...others];
}

function shuffled(items: string[], random: Random): string[] {
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

/** The digits as dialled from abroad, to keep people apart. */
function plainNumber({ cells, placeIndex }: { cells: readonly string[]; placeIndex: number }): string {
  const codes = { US: '1', CA: '1', GB: '44', FR: '33', DE: '49', AU: '61', SE: '46' } as const;
  const place = places[placeIndex];
  const code = codes[place?.country ?? 'US'];
  const digits = (cells[columns.phone] ?? '').replaceAll(/\D/g, '').replace(/^00/, '');
  const national =
    digits.startsWith(code) && digits.length > 9 ? digits.slice(code.length) : digits.replace(/^0/, '');
  return `${code}${national}`;
}

/** The same person as somebody else typed them: other case, other spacing. */
function respelled(cells: readonly string[]): string[] {
  const copy = cells.map((cell, index) => (index < 2 ? cell.toUpperCase() : cell));
  copy[columns.phone] = ` ${(cells[columns.phone] ?? '')
    .replaceAll(/[().-]/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim()}`;
  copy[columns.notes] = 'imported twice';
  return copy;
}

function change(rows: string[][], row: number, cells: Partial<Record<keyof typeof columns, string>>): void {
  for (const [name, value] of Object.entries(cells)) {
    const target = rows[row - 1];
    if (target) target[columns[name as keyof typeof columns]] = value;
  }
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/[^a-z]/g, '');
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('../examples/leads.csv', import.meta.url), makeLeads());
}
