import type { RejectedRow } from '../../../domain/contact/contact.ts';
import type { ImportRecord } from '../../../domain/contact/import-record.ts';
import type { Cell, Row } from '../connection/connection.ts';

/** What a chunk may change of its import, in the order of `importCells`. */
export const importColumns = [
  'state',
  'format',
  'columns',
  'last_row',
  'enrolled',
  'suppressed',
  'duplicates',
  'rejected',
  'opened_at',
  'closed_at',
  'by',
  'digest',
  'opted_out',
  'addresses_suppressed',
  'form',
] as const;

export function importCells(record: ImportRecord): Cell[] {
  return [
    record.state,
    record.format,
    JSON.stringify(record.columns),
    record.lastRow,
    record.enrolled,
    record.suppressed,
    record.duplicates,
    record.rejected,
    record.openedAt,
    record.closedAt,
    record.by,
    record.digest,
    record.optedOut,
    record.addressesSuppressed,
    record.form && JSON.stringify(record.form),
  ];
}

/** What is read, in the order of `importFrom`: the import's own columns and the id of its campaign. */
export const importReadColumns = `imports.id, campaigns.id, ${importColumns
  .map((column) => `imports.${column}`)
  .join(', ')}`;

export const importSource = 'imports JOIN campaigns ON campaigns.number = imports.campaign';

export function importFrom(row: Row): ImportRecord {
  return {
    id: row[0] as string,
    campaign: row[1] as string,
    state: row[2] as ImportRecord['state'],
    format: row[3] as ImportRecord['format'],
    columns: JSON.parse(row[4] as string) as string[],
    lastRow: row[5] as number,
    enrolled: row[6] as number,
    suppressed: row[7] as number,
    duplicates: row[8] as number,
    rejected: row[9] as number,
    openedAt: row[10] as number,
    closedAt: row[11] as number | null,
    by: row[12] as string,
    digest: row[13] as string | null,
    optedOut: row[14] as number,
    addressesSuppressed: row[15] as number,
    form: row[16] === null ? null : (JSON.parse(row[16] as string) as ImportRecord['form']),
  };
}

export function cellsFrom(text: Cell): string[] {
  return JSON.parse(text as string) as string[];
}

/** Of columns `row, code, detail, cells`. */
export function rejectedFrom(row: Row): RejectedRow {
  return {
    row: row[0] as number,
    code: row[1] as string,
    detail: row[2] as string,
    cells: cellsFrom(row[3] ?? '[]'),
  };
}
