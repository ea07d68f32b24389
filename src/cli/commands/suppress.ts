import { usageError } from '../errors.ts';
import { pathPart } from '../api/path-part.ts';
import { readInstant } from '../clock/instant-option.ts';
import { encodingOption } from '../list/contact-list.ts';
import { exportList } from '../suppression/export-list.ts';
import { importList } from '../suppression/import-list.ts';
import { everyClient, suppressionsPath } from '../suppression/paths.ts';
import type { ListQuery, SuppressionView } from '../suppression/paths.ts';
import { showList } from '../suppression/show-list.ts';
import { dateTime } from '../text/times.ts';
import type { Verb, VerbInput } from '../verb.ts';

export const suppress: Verb = {
  name: 'suppress',
  takes: '[address]',
  summary: 'The do-not-contact lists: add, remove, show, import or export',
  description:
    'An added address is not contacted any more, also in running campaigns. Without --client or --campaign it applies to every client.',
  options: [
    { flags: '--reason <text>', what: 'the reason (default: asked not to be contacted)' },
    { flags: '--until <time>', what: 'the entry ends at this time, such as 2027-06-01T00:00:00Z' },
    { flags: '--complaint', what: 'the address comes from a complaint' },
    { flags: '--origin <text>', what: 'the ticket, file or document that it comes from' },
    { flags: '--remove', what: 'remove the address from the list; --reason is logged' },
    { flags: '--client <client>', what: 'only for this client' },
    { flags: '--campaign <campaign>', what: 'only for this campaign' },
    { flags: '--import <file>', what: 'add the addresses of a CSV, NDJSON or JSON file' },
    { flags: '--country <code>', what: 'the country of numbers without + in the file' },
    encodingOption,
    { flags: '--export', what: 'write all entries as CSV' },
    { flags: '-o, --out <file>', what: 'export to this file (.csv or .ndjson) instead of stdout' },
    { flags: '--limit <count>', what: 'the maximum number shown (default 50)' },
  ],
  examples: [
    {
      line: 'ringmaster suppress +12025550147 --reason "wrote to us"',
      what: 'not contacted any more, by any client',
    },
    {
      line: 'ringmaster suppress +12025550147 --campaign spring-checkup --until 2027-06-01T00:00:00Z',
      what: 'not by this campaign, until June',
    },
    { line: 'ringmaster suppress +12025550147 --remove', what: 'to correct a mistake' },
    {
      line: 'ringmaster suppress --import examples/do-not-contact.csv --country US --client default',
      what: 'a list',
    },
    { line: 'ringmaster suppress --export --out dnc.csv', what: 'every entry, into a file' },
    { line: 'ringmaster suppress', what: 'the addresses on the lists' },
  ],
  async run(input) {
    const { args, options } = input;
    const [address] = args;
    const shown: ListQuery = { client: options.text('client'), campaign: options.text('campaign') };
    const path = options.text('import');
    const isExport = options.flag('export') || options.text('out') !== undefined;
    refuseTogether(input, { address, path, isExport });
    if (isExport) return exportList(input, shown);
    const until = readInstant({ options, name: 'until' });
    const expiresAt = until === undefined ? undefined : new Date(until).toISOString();
    // A list of a campaign belongs to the client of the campaign.
    const list = {
      ...shown,
      client: shown.client ?? (shown.campaign === undefined ? everyClient : undefined),
    };
    if (path !== undefined)
      return importList(input, { path, list, order: { reason: options.text('reason'), expiresAt } });
    if (address === undefined) return showList(input, shown);
    return options.flag('remove') ? remove(input, address, list) : add(input, address, { list, expiresAt });
  },
};

function refuseTogether(
  { options }: VerbInput,
  { address, path, isExport }: { address: string | undefined; path: string | undefined; isExport: boolean },
): void {
  const works = [address !== undefined, path !== undefined, isExport].filter(Boolean).length;
  if (works > 1)
    throw usageError('An address, --import and --export cannot be combined.', 'Use one of them.');
  if (address === undefined && options.flag('remove')) throw usageError('--remove requires an address.');
}

async function add(
  { output, options, connect }: VerbInput,
  address: string,
  { list, expiresAt }: { list: ListQuery; expiresAt: string | undefined },
): Promise<void> {
  const service = await connect({ reads: false });
  const stored = await service.post<SuppressionView>(suppressionsPath, {
    body: {
      address,
      reason: options.text('reason') ?? 'asked not to be contacted',
      source: options.flag('complaint') ? 'complaint' : 'operator',
      origin: options.text('origin'),
      expiresAt,
      ...list,
    },
  });
  output.document(stored);
  const { expiresAt: end } = stored;
  output.result(
    end === null
      ? `${address} will not be contacted any more.`
      : `${address} will not be contacted before ${dateTime(Date.parse(end))} UTC.`,
  );
}

async function remove(
  { output, options, connect }: VerbInput,
  address: string,
  list: ListQuery,
): Promise<void> {
  const service = await connect({ reads: false });
  const reply = await service.delete(`${suppressionsPath}/${pathPart(address)}`, {
    query: { ...list, reason: options.text('reason') },
  });
  output.document(reply ?? { address, removed: true });
  output.result(`${address} may be contacted again.`);
}
