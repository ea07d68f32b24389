import type { ListForm } from './list-form.ts';

export const importStates = ['open', 'closed', 'broken'] as const;
export type ImportState = (typeof importStates)[number];

export const importFormats = ['csv', 'ndjson', 'json'] as const;

/** One upload of contacts into a campaign; while one is open the campaign cannot complete. */
export type ImportRecord = {
  id: string;
  campaign: string;
  state: ImportState;
  format: (typeof importFormats)[number];
  /** The header, in file order. */
  columns: readonly string[];
  /** The last row committed; a broken upload is resumed after it. */
  lastRow: number;
  enrolled: number;
  /** Of those enrolled, how many must not be contacted. */
  suppressed: number;
  /** Rows that say opted out, whatever else became of them. */
  optedOut: number;
  /** Addresses, and external ids, that those rows put on the do-not-contact list. */
  addressesSuppressed: number;
  duplicates: number;
  rejected: number;
  openedAt: number;
  closedAt: number | null;
  by: string;
  /** The instance that receives the upload; null for imports of earlier versions, and for that of single calls. */
  instance: string | null;
  /** Of the header and the rows up to `lastRow`, for a proof that it is continued with the same list. */
  digest: string | null;
  /** How a CSV list was written, known with its first rows; null for JSON, and imports of earlier versions. */
  form: ListForm | null;
};
