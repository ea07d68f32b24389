import { usualForm } from '../../domain/contact/list-form.ts';
import type { Suppression } from '../../domain/do-not-contact/suppression.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantOrNull, instantText } from '../instants.ts';
import { csvLine } from '../results/csv-line.ts';

const pageSize = 500;

const columns = [
  'address',
  'client',
  'campaign',
  'reason',
  'source',
  'origin',
  'by',
  'at',
  'expires',
] as const;

/** Yields the entries of do-not-contact lists as text, page by page: CSV with a header line, or one JSON object a line. */
export async function* suppressionExport({
  store,
  format,
  ...of
}: {
  store: Pick<Store, 'listSuppressions'>;
  format: 'csv' | 'ndjson';
  client?: string;
  campaign?: string;
}): AsyncGenerator<string, void, undefined> {
  if (format === 'csv') yield csvLine({ cells: columns, form: usualForm });
  const line = format === 'csv' ? csvOf : jsonOf;
  let after: string | undefined;
  do {
    const page = await store.listSuppressions({
      ...of,
      limit: pageSize,
      ...(after !== undefined && { after }),
    });
    if (page.items.length > 0) yield page.items.map(line).join('');
    after = page.next ?? undefined;
  } while (after !== undefined);
}

function csvOf({
  address,
  client,
  campaign,
  reason,
  source,
  origin,
  by,
  at,
  expiresAt,
}: Suppression): string {
  const end = instantOrNull(expiresAt) ?? '';
  const cells = [address, client, campaign ?? '', reason, source, origin ?? '', by, instantText(at), end];
  return csvLine({ cells, form: usualForm });
}

function jsonOf({ at, expiresAt, ...entry }: Suppression): string {
  const line = { ...entry, at: instantText(at), expiresAt: instantOrNull(expiresAt) };
  return `${JSON.stringify(line)}\n`;
}
