import { createReadStream } from 'node:fs';
import { guessColumns } from '../../contacts/columns/columns.ts';
import { openTable } from '../../contacts/import-reader.ts';
import { fillableVariables } from '../../contacts/variables.ts';
import { unknownVariables } from '../../definitions/unknown-variables.ts';
import type { UnknownVariable } from '../../definitions/unknown-variables.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { ContactList } from './contact-list.ts';
import type { Output } from '../terminal/output.ts';

/** A problem that does not stop a run, but that the user should know before contacts are called. */
export type TemplateWarning = UnknownVariable & {
  type: 'warning';
  code: 'template.variable-unknown';
  message: string;
};

/** A JSON list has no header. The keys of this many rows are used instead. */
const sampledRows = 1_000;

/**
 * Returns the variables of the texts of a campaign that a list does not fill; none for a list that the import will
 * refuse.
 */
export async function templateWarnings({
  list,
  definition,
}: {
  list: ContactList;
  definition: CampaignDefinition;
}): Promise<TemplateWarning[]> {
  const found = await findFilled({ list, definition }).catch(() => null);
  if (found === null) return [];
  const where = found.isSample ? `the first ${sampledRows} rows of ${list.path}` : list.path;
  return unknownVariables({ definition, filled: found.filled }).map((unknown) => ({
    type: 'warning',
    code: 'template.variable-unknown',
    ...unknown,
    message: messageOf(unknown, where),
  }));
}

/** Writes one line per warning to stderr. The JSON output of a command has them too. */
export function sayWarnings({
  output,
  warnings,
}: {
  output: Output;
  warnings: readonly TemplateWarning[];
}): void {
  for (const { message } of warnings) output.say(output.paint('yellow', message));
}

function messageOf({ variable, step, didYouMean }: UnknownVariable, where: string): string {
  const advice =
    didYouMean === null ? 'Add the column, or set a value under variables.' : `Did you mean ${didYouMean}?`;
  return `{{${variable}}} in step ${step} has no value: no column of ${where} fills it. ${advice}`;
}

type Filled = { filled: readonly string[]; isSample: boolean };

/** Returns the variables that a list fills; null for a list without columns. */
async function findFilled({
  list,
  definition,
}: {
  list: ContactList;
  definition: CampaignDefinition;
}): Promise<Filled | null> {
  const { header, isSample } = await readHeader(list);
  if (header.length === 0) return null;
  return { filled: fillableVariables(guessColumns({ header, definition })), isSample };
}

async function readHeader({
  path,
  format,
  encoding,
}: ContactList): Promise<{ header: readonly string[]; isSample: boolean }> {
  const table = await openTable({ source: createReadStream(path), format, encoding });
  try {
    if (!table.keyed) return { header: table.header(), isSample: false };
    for await (const { row } of table.rows) {
      if (row > sampledRows) return { header: table.header(), isSample: true };
    }
    return { header: table.header(), isSample: false };
  } finally {
    await table.close();
  }
}
