import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import { withColumns } from '../../contacts/columns/column-pairs.ts';
import { columnsOption, readColumns } from '../list/contact-settings.ts';
import { importLines, rejectionLines } from '../text/import-lines.ts';
import { sayReading } from '../text/say-reading.ts';
import { campaignCountry } from '../list/list-country.ts';
import { encodingOption, findContactList } from '../list/contact-list.ts';
import { uploadList } from '../api/upload.ts';
import { noticeLines } from '../text/notice-lines.ts';
import { RemoteError, withAdvice } from '../api/remote-error.ts';
import type { Verb } from '../verb.ts';
import type { CampaignView, ImportView } from '../api/views.ts';

const maxRejectionsShown = 20;

export const importContacts: Verb = {
  name: 'import',
  takes: '<campaign> <file>',
  summary: 'Add the contacts of a CSV, NDJSON or JSON file to a campaign',
  description:
    'Columns are guessed from usual headers such as first_name, phone or company_name. A file can be sent again: contacts that are already in the campaign are not added twice.',
  options: [
    { flags: '--resume <import>', what: 'resume an incomplete import, by its id' },
    encodingOption,
    columnsOption,
    clientOption,
  ],
  examples: [
    { line: 'ringmaster import spring-checkup examples/leads.csv', what: 'a list with a header line' },
    {
      line: 'ringmaster import spring-checkup examples/leads.csv --resume imp_01JD…',
      what: 'after an interrupted upload',
    },
  ],
  async run(input) {
    const { output, args, options, cli } = input;
    const path = args[1] ?? '';
    const encoding = options.text('encoding');
    const list = findContactList({ path, encoding });
    const { client, name, query, get } = await aboutCampaign(input, { reads: false });
    const { templateWarnings, sayWarnings } = await import('../list/template-warnings.ts');
    const columns = readColumns(options);
    const { definition, notices } = await get<CampaignView>('');
    for (const line of noticeLines({ notices, output })) output.say(line);
    const warnings = await templateWarnings({
      list,
      definition: withColumns(definition as CampaignDefinition, columns),
    });
    sayWarnings({ output, warnings });
    const view = await uploadList({
      client,
      campaign: name,
      path,
      encoding,
      output,
      query: { ...query, columns: options.text('columns') },
      resume: options.text('resume') ?? null,
      signal: cli.interrupt,
    }).catch((error: unknown) => {
      throw withImportedRows(error);
    });
    output.document({ ...view, warnings });
    const country = campaignCountry((definition as CampaignDefinition).contacts.country);
    sayReading({ output, country, mapping: view.mapping });
    for (const line of importLines({ path, view })) output.result(line);
    const lines = rejectionLines({ view, most: maxRejectionsShown });
    for (const line of lines) output.result(line);
    output.say(`Next: ringmaster start ${name}`);
  },
};

/** Adds to an error how many rows were imported. They are kept, and the same list can be resumed after them. */
function withImportedRows(error: unknown): unknown {
  if (!(error instanceof RemoteError)) return error;
  const broken = error.problem['import'] as Pick<ImportView, 'id' | 'lastRow'> | undefined;
  if (!broken) return error;
  if (broken.lastRow === 0) return withAdvice(error, 'No row was imported');
  return withAdvice(
    error,
    `Rows up to ${broken.lastRow} are imported; continue after them with --resume ${broken.id}`,
  );
}
