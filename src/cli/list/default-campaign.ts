import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import type { ColumnSettings } from '../../contacts/columns/column-pairs.ts';
import { guessColumns } from '../../contacts/columns/columns.ts';
import type { Columns } from '../../contacts/columns/columns.ts';
import { guessCountry } from '../../contacts/country-guess/guess-country.ts';
import type { CountryGuess } from '../../contacts/country-guess/guess-country.ts';
import { openTable } from '../../contacts/import-reader.ts';
import { fillableVariables } from '../../contacts/variables.ts';
import { validateDefinition } from '../../definitions/validate-definition.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { slugOf } from '../../domain/campaign/slug.ts';
import type { CampaignFile } from './campaign-file.ts';
import type { ContactList } from './contact-list.ts';
import { countryUnclear } from './list-country.ts';
import type { ListCountry } from './list-country.ts';
import { unreadable } from '../folder/file-errors.ts';

const sampleRows = 100;
/** A number that is reserved for fiction. A simulated carrier accepts any caller ID. */
const callerId = '+12025550100';

/**
 * Creates a campaign for a list without a campaign file: one short test call, with guessed columns and country.
 * Throws `import.country-unclear` if the numbers fit several countries, and the errors of a list that cannot be used,
 * such as `import.column-missing`.
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
  columns: ColumnSettings;
}): Promise<CampaignFile & { country: ListCountry }> {
  const plain = (contacts: CampaignFile['plain'], speak: string): CampaignFile['plain'] => ({
    name: name ?? slugOf(basename(list.path, extname(list.path))),
    contacts,
    steps: [{ id: 'call', channel: 'voice', from: callerId, flow: [{ speak }] }],
  });
  const settable = { columns, ...(country !== undefined && { country }) };
  const first = validateDefinition(plain(settable, 'Hello.'));
  const { found, cells } = await sample({ list, definition: first });
  const taken: ListCountry =
    country === undefined
      ? asCountry(guessCountry({ columns: found, cells }), list)
      : { code: country, source: 'option', because: [] };
  const contacts = { columns, ...(taken.code !== null && { country: taken.code }) };
  const text = `${greetingFor(found)} This is a test call of Ringmaster.`;
  return { ...toFile(plain(contacts, text)), country: taken };
}

function asCountry(guess: CountryGuess, list: ContactList): ListCountry {
  if (guess.kind === 'none') return { code: null, source: 'none', because: [] };
  if (guess.kind === 'clear') return { code: guess.country, source: 'guess', because: guess.because };
  throw countryUnclear({ ...guess, path: list.path });
}

function toFile(plain: CampaignFile['plain']): CampaignFile {
  return { plain, definition: validateDefinition(plain) };
}

function greetingFor(columns: Columns): string {
  return fillableVariables(columns).includes('first_name') ? 'Hello {{first_name}}.' : 'Hello.';
}

async function sample({
  list,
  definition,
}: {
  list: ContactList;
  definition: CampaignDefinition;
}): Promise<{ found: Columns; cells: readonly (readonly string[])[] }> {
  const table = await openTable({
    source: createReadStream(list.path),
    format: list.format,
    encoding: list.encoding,
  }).catch((error: unknown) => {
    throw unreadable(list.path, error);
  });
  try {
    const cells: (readonly string[])[] = [];
    for await (const row of table.rows) {
      cells.push(row.cells);
      if (cells.length >= sampleRows) break;
    }
    // The header of a JSON list grows with its rows, so it is read after them.
    return { found: guessColumns({ header: table.header(), definition }), cells };
  } finally {
    await table.close();
  }
}
