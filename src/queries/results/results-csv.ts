import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Disposition } from '../../domain/attempt/disposition.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { EnrollmentState } from '../../domain/contact/enrollment.ts';
import { usualForm } from '../../domain/contact/list-form.ts';
import type { ResultRow, Store } from '../../persistence/contract/store.ts';
import { statusOf } from '../campaign-status.ts';
import { circumstancesOf, outlooksOf } from '../outlooks.ts';
import { resultColumns } from './columns.ts';
import { csvLine, csvStart } from './csv-line.ts';
import { resultCells, resultColumnNames } from './result-cells.ts';

/** Rows per chunk: a read takes some milliseconds, so that other work does not wait long. */
const chunkRows = 500;

/** The ends whose words depend on the addresses of the contact. */
const endsUnreached: ReadonlySet<EnrollmentState> = new Set(['suppressed', 'dead-lettered']);

/**
 * The list of the campaign with the result of each row, as chunks of CSV text, header first. It contains every row
 * and column of every import in input order, with rejected and duplicate rows, in the form of the first CSV list.
 * `breathe` lets other work run between chunks.
 */
export async function* resultsCsv({
  store,
  channels,
  record,
  now,
  breathe,
  inWords,
}: {
  store: Store;
  channels: Pick<Channels, 'find'>;
  record: CampaignRecord;
  now: number;
  breathe: () => Promise<unknown>;
  inWords: (disposition: Disposition) => string;
}): AsyncGenerator<string, void, undefined> {
  const imports = await store.listImports(record.id);
  const columns = resultColumns(imports);
  const form = imports.find((list) => list.form !== null)?.form ?? usualForm;
  const { effective } = statusOf({ record, now });
  yield `${csvStart(form)}${csvLine({ cells: [...columns.header, ...resultColumnNames], form })}`;

  let after: { import: string; row: number } | null = null;
  for (;;) {
    const rows: readonly ResultRow[] = await store.readResults({
      campaign: record.id,
      after,
      limit: chunkRows,
    });
    const last = rows.at(-1);
    if (!last) return;
    after = { import: last.import, row: last.row };
    const unreached = rows.flatMap(({ enrollment }) =>
      enrollment && endsUnreached.has(enrollment.state) ? [enrollment] : [],
    );
    const outlooks = await outlooksOf({ store, record, channels, enrollments: unreached, now });
    const numbers = await lastNumbers({ store, campaign: record.id, rows, now });
    const lines = rows.map((row) => {
      const { cells, surplus } = columns.place(row);
      const circumstances = circumstancesOf(outlooks.get(row.enrollment?.position ?? 0));
      const lastNumber = numbers.get(row.enrollment?.position ?? 0) ?? null;
      const about = { ...circumstances, rest: record.rest, effective, inWords, lastNumber };
      const added = resultCells({ row, surplus, ...about });
      return csvLine({ cells: [...cells, ...added], form });
    });
    yield lines.join('');
    await breathe();
  }
}

/** The number that was tried last, of contacts with several numbers, by position. */
async function lastNumbers({
  store,
  campaign,
  rows,
  now,
}: {
  store: Pick<Store, 'readReach'>;
  campaign: string;
  rows: readonly ResultRow[];
  now: number;
}): Promise<Map<number, string>> {
  const places = new Map(
    rows.flatMap(({ enrollment }) => {
      const at = enrollment?.lines?.at ?? null;
      return enrollment && at !== null ? [[enrollment.position, at] as const] : [];
    }),
  );
  if (places.size === 0) return new Map();
  const reaches = await store.readReach({ campaign, positions: [...places.keys()], at: now });
  return new Map(
    reaches.flatMap(({ position, addresses }) => {
      const last = addresses[places.get(position) ?? 0];
      return last ? [[position, last.address] as const] : [];
    }),
  );
}
