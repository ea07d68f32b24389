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
  /** The last row that was committed. A broken upload is resumed after it. */
  lastRow: number;
  enrolled: number;
  /** The enrolled contacts that must not be contacted. */
  suppressed: number;
  /** Rows that opt out, including rejected and duplicate ones. */
  optedOut: number;
  /** Addresses and external ids that those rows added to the do-not-contact list. */
  addressesSuppressed: number;
  duplicates: number;
  rejected: number;
  openedAt: number;
  closedAt: number | null;
  by: string;
  /** The instance that receives the upload; null for imports of earlier versions, and for imports of single calls. */
  instance: string | null;
  /**
   * The digest of the header and the rows up to `lastRow`. It proves that an import is continued with the same list.
   */
  digest: string | null;
  /** The form of a CSV list, known since its first rows; null for JSON, and for imports of earlier versions. */
  form: ListForm | null;
};
