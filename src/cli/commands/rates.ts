import { readFile } from 'node:fs/promises';
import { usageError } from '../errors.ts';
import { readInstant } from '../clock/instant-option.ts';
import type { ListView } from '../api/views.ts';
import { tableWithin } from '../terminal/output.ts';
import { counted, shortTime } from '../text/times.ts';
import type { Verb, VerbInput } from '../verb.ts';

type RateTableView = { client: string; validFrom: string; rates: number; importedAt: string; by: string };

const path = '/v1/rates';

export const rates: Verb = {
  name: 'rates',
  summary: 'What calls cost per prefix: show, import, export or remove',
  description:
    'A rate table is CSV with lines of prefix,rate per minute,currency[,billing increment,minimum]. The longest prefix of a number counts. Numbers without a rate in the table of their client have that of the table for all clients (*).',
  options: [
    { flags: '--client <client>', what: 'the client, or * for all clients (default default)' },
    { flags: '--import <file>', what: 'import the rates of a CSV file' },
    { flags: '--from <time>', what: 'valid from this time (default now)' },
    { flags: '--export', what: 'write the rates that are valid now as CSV' },
    { flags: '--remove', what: 'remove the table that is valid from --from' },
  ],
  examples: [
    { line: 'ringmaster rates --import examples/rates.csv', what: 'in force at once' },
    {
      line: 'ringmaster rates --import examples/rates.csv --from 2027-07-01T00:00:00Z --client "*"',
      what: 'for all clients, from July',
    },
    { line: 'ringmaster rates', what: 'the tables, the newest first' },
    { line: 'ringmaster rates --export > rates.csv', what: 'the rates that are valid now' },
  ],
  async run(input) {
    const { options } = input;
    const file = options.text('import');
    const works = [file !== undefined, options.flag('export'), options.flag('remove')];
    if (works.filter(Boolean).length > 1)
      throw usageError('--import, --export and --remove cannot be combined.', 'Use one of them.');
    const query = { client: options.text('client'), from: fromOf(input) };
    if (file !== undefined) return importRates(input, file, query);
    if (options.flag('remove')) return removeRates(input, query);
    if (query.from !== undefined) throw usageError('--from requires --import or --remove.');
    return options.flag('export') ? exportRates(input, query) : listRates(input, query);
  },
};

type Query = { client: string | undefined; from: string | undefined };

function fromOf({ options }: VerbInput): string | undefined {
  const at = readInstant({ options, name: 'from' });
  return at === undefined ? undefined : new Date(at).toISOString();
}

async function importRates({ output, connect }: VerbInput, file: string, query: Query): Promise<void> {
  const body = await readFile(file).catch((cause: unknown) => {
    throw usageError(`The file ${file} cannot be read: ${(cause as Error).message}`);
  });
  const service = await connect({ reads: false });
  const stream = { type: 'text/csv', body: new Blob([body]).stream() };
  const table = await service.post<RateTableView>(path, { query, stream });
  output.document(table);
  output.result(`${file}: ${counted(table.rates, 'rate')}, valid from ${shortTime(table.validFrom)} UTC`);
}

async function removeRates({ output, connect }: VerbInput, query: Query): Promise<void> {
  if (query.from === undefined)
    throw usageError('--remove requires --from.', 'ringmaster rates shows from when each table is valid.');
  const service = await connect({ reads: false });
  await service.delete(path, { query });
  output.document({ ...query, removed: true });
  output.result('The table was removed. Calls that were started keep their rate.');
}

async function exportRates({ output, connect }: VerbInput, { client }: Query): Promise<void> {
  if (output.json) throw usageError('The export is CSV, not JSON.', 'Leave --json out.');
  const service = await connect({ reads: true });
  const response = await service.open(`${path}/export`, { query: { client } });
  output.data(await response.text());
}

async function listRates({ output, connect }: VerbInput, { client }: Query): Promise<void> {
  const service = await connect({ reads: true });
  const page = await service.get<ListView<RateTableView>>(path, { query: { client } });
  output.document(page);
  if (page.items.length === 0)
    return output.say('There are no rates. ringmaster rates --import FILE adds some.');
  const rows = page.items.map(({ client: of, validFrom, rates: count, importedAt, by }) => [
    of,
    shortTime(validFrom),
    String(count),
    shortTime(importedAt),
    by,
  ]);
  const titles = ['CLIENT', 'VALID FROM', 'RATES', 'IMPORTED', 'BY'];
  for (const line of tableWithin([titles, ...rows], output.width())) output.result(line);
}
