import { extname } from 'node:path';
import { definitionInvalid } from '../../definitions/definition-error.ts';
import { inspectCampaign } from '../list/campaign-file.ts';
import type { ColumnMapping } from '../../contacts/columns/column-mapping.ts';
import type { ColumnSettings } from '../../contacts/columns/column-pairs.ts';
import { validateDefinition } from '../../definitions/validate-definition.ts';
import type { CampaignFile } from '../list/campaign-file.ts';
import { checkList, findContactList } from '../list/contact-list.ts';
import type { ContactList } from '../list/contact-list.ts';
import { readColumns, readNumberTypes } from '../list/contact-settings.ts';
import { defaultCampaign } from '../list/default-campaign.ts';
import { usageError } from '../errors.ts';
import { campaignCountry } from '../list/list-country.ts';
import type { ListCountry } from '../list/list-country.ts';
import { listIssues } from '../list/list-issues.ts';
import { templateWarnings } from '../list/template-warnings.ts';
import type { TemplateWarning } from '../list/template-warnings.ts';
import type { Options } from '../verb.ts';

/** The input of `run`, read and checked before anything is started. */
export type RunInput = {
  campaign: CampaignFile;
  list: ContactList;
  /** Whether there is no campaign file. The campaign is then only for tests, not for real contacts. */
  isDefault: boolean;
  /** The country of numbers without +. */
  country: ListCountry;
  /** The roles of the columns; null for an empty list. */
  mapping: ColumnMapping | null;
  warnings: readonly TemplateWarning[];
};

const campaignEndings: ReadonlySet<string> = new Set(['.yaml', '.yml']);

/** Reads and checks the files of a run. Throws `cli.usage`, `definition.invalid` or `import.…`. */
export async function readRunInput({
  files,
  options,
}: {
  files: readonly string[];
  options: Options;
}): Promise<RunInput> {
  const { campaignPath, listPath } = sortFiles(files);
  const list = findContactList({ path: listPath, encoding: options.text('encoding') });
  const name = options.text('name');
  const columns = readColumns(options);
  const made =
    campaignPath === null
      ? await defaultCampaign({
          list,
          name,
          country: options.text('country'),
          columns,
        })
      : await readWithCountry({ path: campaignPath, list });
  const adjusted = withContacts(made, { columns, allowNumberTypes: readNumberTypes(options) });
  const campaign = name === undefined ? adjusted : renamed(adjusted, name);
  const mapping = await checkList({ list, definition: campaign.definition });
  const warnings = await templateWarnings({ list, definition: campaign.definition });
  return { campaign, list, isDefault: campaignPath === null, country: made.country, mapping, warnings };
}

/** Returns the campaign with the options about contacts, which override its own settings. */
function withContacts(
  campaign: CampaignFile,
  { columns, allowNumberTypes }: { columns: ColumnSettings; allowNumberTypes: string[] | undefined },
): CampaignFile {
  if (Object.keys(columns).length === 0 && allowNumberTypes === undefined) return campaign;
  const { contacts } = campaign.definition;
  const plain = {
    ...campaign.plain,
    contacts: {
      ...contacts,
      columns: { ...contacts.columns, ...columns },
      ...(allowNumberTypes && { allowNumberTypes }),
    },
  };
  return { plain, definition: validateDefinition(plain) };
}

async function readWithCountry(files: {
  path: string;
  list: ContactList;
}): Promise<CampaignFile & { country: ListCountry }> {
  const file = await readWithList(files);
  return { ...file, country: campaignCountry(file.definition.contacts.country) };
}

/** Returns the campaign file. If it is invalid, the error has the issues of the list too. */
async function readWithList({ path, list }: { path: string; list: ContactList }): Promise<CampaignFile> {
  const inspected = inspectCampaign({ path });
  if (inspected.campaign) return inspected.campaign;
  const { issues, sound } = inspected;
  const isListKnown = sound !== null && !issues.some((issue) => issue.path.startsWith('contacts'));
  const others = isListKnown ? await listIssues({ list, sound }) : [];
  throw definitionInvalid({ issues: [...issues, ...others], file: path });
}

export function renamed(campaign: CampaignFile, name: string): CampaignFile {
  return { plain: { ...campaign.plain, name }, definition: { ...campaign.definition, name } };
}

/**
 * Determines which file is the campaign: the one that ends in .yaml or .yml, or the first of two others (JSON).
 * Throws `cli.usage`.
 */
function sortFiles(files: readonly string[]): { campaignPath: string | null; listPath: string } {
  const [first, second, ...rest] = files;
  if (rest.length > 0) throw usageError('Too many files: use a campaign file and a list.');
  const example = 'For example: ringmaster run examples/campaign.yaml examples/leads.csv';
  if (first === undefined)
    throw usageError('Name a list of contacts, or a campaign file and a list.', example);
  if (second === undefined) {
    if (!isCampaignFile(first)) return { campaignPath: null, listPath: first };
    throw usageError(`${first} is a campaign file; its list of contacts is missing.`, example);
  }
  if (isTable(first) && isTable(second)) {
    throw usageError(`${first} and ${second} are two lists, but a run has one list.`, example);
  }
  return isCampaignFile(second)
    ? { campaignPath: second, listPath: first }
    : { campaignPath: first, listPath: second };
}

function isCampaignFile(path: string): boolean {
  return campaignEndings.has(extname(path).toLowerCase());
}

function isTable(path: string): boolean {
  return ['.csv', '.tsv'].includes(extname(path).toLowerCase());
}
