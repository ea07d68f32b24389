import { aboutCampaign, campaignPath, clientOption } from '../api/campaign-path.ts';
import { usageError } from '../errors.ts';
import { saveResults } from '../run/save-results.ts';
import type { Verb } from '../verb.ts';

export const results: Verb = {
  name: 'results',
  takes: '<campaign>',
  summary: 'The imported list with the result of each row, as CSV',
  description:
    'The delimiter, line ends and byte order mark are those of the first CSV list. The encoding is always UTF-8. For a list in another encoding it has a byte order mark, so that spreadsheets recognise UTF-8.',
  options: [{ flags: '-o, --out <file>', what: 'write to this file instead of stdout' }, clientOption],
  examples: [
    { line: 'ringmaster results spring-checkup --out results.csv', what: 'into a file' },
    { line: 'ringmaster results spring-checkup | head', what: 'to another program' },
  ],
  async run(input) {
    const { output, options } = input;
    const out = options.text('out');
    if (out === undefined && output.json)
      throw usageError('The results are CSV, so --json requires --out.', 'Name a file: --out results.csv');
    const { client, name, query } = await aboutCampaign(input, { reads: true });
    const response = await client.open(campaignPath(name, '/results.csv'), {
      query,
      headers: { accept: 'text/csv' },
    });
    if (out === undefined) {
      const body = response.body?.pipeThrough(new TextDecoderStream('utf-8', { ignoreBOM: true }));
      if (body) for await (const text of body) output.data(text);
      return;
    }
    const rows = await saveResults({ response, path: out });
    output.document({ file: out, rows });
    output.result(`Results of ${rows} rows: ${out}`);
  },
};
