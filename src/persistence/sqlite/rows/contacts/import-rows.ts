import type { RejectedRow } from '../../../../domain/contact/contact.ts';
import type { ImportRecord } from '../../../../domain/contact/import-record.ts';
import type { Row } from '../../connection/connection.ts';
import { integer, joined, json, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** Imports are stored with the number of their campaign, and read together with it for its id. */
export const importSource = 'imports JOIN campaigns ON campaigns.number = imports.campaign';

export const imports = declareTable<ImportRecord>({
  table: 'imports',
  own: { number: integer(), campaign: integer() },
  fields: {
    id: text({ personal: null }),
    campaign: joined('campaigns.id', text({ personal: null })),
    state: text({ personal: null }),
    format: text({ personal: null }),
    columns: json({ personal: null }),
    lastRow: integer(),
    enrolled: integer(),
    suppressed: integer(),
    optedOut: integer(),
    addressesSuppressed: integer(),
    duplicates: integer(),
    rejected: integer(),
    openedAt: integer(),
    closedAt: nullable(integer()),
    by: text({ personal: null }),
    instance: nullable(text({ personal: null })),
    digest: nullable(text({ personal: null })),
    form: nullable(json({ personal: null })),
  },
});

/** A row of a list. It has a `position` if it became a contact, and `code` and `detail` if it was rejected. */
export type ImportRow = {
  import: number;
  row: number;
  position: number | null;
  code: string | null;
  detail: string | null;
  cells: readonly string[];
};

export const importRows = declareTable<ImportRow>({
  table: 'import_rows',
  fields: {
    import: integer(),
    row: integer(),
    position: nullable(integer()),
    code: nullable(text({ personal: null })),
    detail: nullable(text({ personal: 'content' })),
    cells: json({ personal: 'content' }),
  },
});

export function rejectedFrom(row: Row): RejectedRow {
  const { row: number, code, detail, cells } = importRows.read(row);
  return { row: number, code: code ?? '', detail: detail ?? '', cells };
}
