import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { guessColumns } from '../contacts/columns.ts';
import type { Columns } from '../contacts/columns.ts';
import { openCsv } from '../contacts/csv.ts';
import { createPhones } from '../contacts/phone.ts';
import { fillableVariables } from '../contacts/variables.ts';
import { validateDefinition } from '../definitions/validate-definition.ts';
import type { CampaignDefinition } from '../domain/campaign-definition.ts';
import type { CampaignFile } from './campaign-file.ts';
import type { ContactList } from './contact-list.ts';
import { unreadable } from './file-errors.ts';

/** Countries whose national numbers are tried, the likeliest first. */
const countries = ['US', 'GB', 'DE', 'FR', 'AU', 'IN', 'ES', 'IT', 'NL', 'SE', 'BR', 'MX', 'ZA'] as const;
const sampleRows = 100;
/** Set aside for fiction; a simulated carrier takes any. */
const callerId = '+12025550100';

/**
 * A campaign for a list that came without one, for trying it out: one short call, columns guessed. Throws
 * `import.column-missing` and the like if the list cannot be used.
 */
export async function defaultCampaign({
  list,
  name,
  country,
  columns,
}: {
  list: ContactList;
  name: string | undefined;
  country: string | undefined;
  columns: Readonly<Record<string, string>>;
}): Promise<CampaignFile & { guessedCountry: string | null }> {
  const plain = (contacts: CampaignFile['plain'], speak: string): CampaignFile['plain'] => ({
    name: name ?? slugOf(list.path),
    contacts,
    steps: [{ id: 'call', channel: 'voice', from: callerId, flow: [{ speak }] }],
  });
  const settable = { columns, ...(country !== undefined && { country }) };
  const first = validateDefinition(plain(settable, 'Hello.'));
  if (list.format !== 'csv') return { ...toFile(plain(settable, 'Hello.')), guessedCountry: null };
  const { found, cells } = await sample({ list, definition: first });
  const guessed = country ?? guessCountry({ columns: found, cells });
  const contacts = { columns, ...(guessed !== null && { country: guessed }) };
  const greeting = greetingFor(found);
  return {
    ...toFile(plain(contacts, `${greeting} This is a test call of Ringmaster.`)),
    guessedCountry: country === undefined ? guessed : null,
  };
}

function toFile(plain: CampaignFile['plain']): CampaignFile {
  return { plain, definition: validateDefinition(plain) };
}

function greetingFor(columns: Columns): string {
  return fillableVariables(columns).includes('first_name') ? 'Hello {{first_name}}.' : 'Hello.';
}

/** `us-500` of `/tmp/US_500.csv`. */
export function slugOf(path: string): string {
  const slug = basename(path, extname(path))
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 50)
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? 'campaign' : slug;
}

async function sample({
  list,
  definition,
}: {
  list: ContactList;
  definition: CampaignDefinition;
}): Promise<{ found: Columns; cells: readonly (readonly string[])[] }> {
  const table = await openCsv({ source: createReadStream(list.path) }).catch((error: unknown) => {
    throw unreadable(list.path, error);
  });
  try {
    const found = guessColumns({ header: table.header(), definition });
    const cells: (readonly string[])[] = [];
    for await (const row of table.rows) {
      cells.push(row.cells);
      if (cells.length >= sampleRows) break;
    }
    return { found, cells };
  } finally {
    await table.close();
  }
}

/** The country in which most numbers without + make sense; null if the list says its countries or needs none. */
function guessCountry({
  columns: { roles },
  cells,
}: {
  columns: Columns;
  cells: readonly (readonly string[])[];
}): string | null {
  const { phone, country } = roles;
  if (phone === undefined || country !== undefined) return null;
  const national = cells.map((row) => row[phone] ?? '').filter((text) => /^[^+]*\d/.test(text.trim()));
  if (national.length === 0) return null;
  const phones = createPhones();
  const validIn = (code: string): number =>
    national.filter((text) => 'phone' in phones.read({ text, country: code })).length;
  let best: { code: string; valid: number } = { code: countries[0], valid: 0 };
  for (const code of countries) {
    const valid = validIn(code);
    if (valid > best.valid) best = { code, valid };
  }
  return best.valid > 0 ? best.code : null;
}
