import type { Contact, RejectedRow } from '../../../domain/contact/contact.ts';
import type { Enrollment, EnrollmentState } from '../../../domain/contact/enrollment.ts';
import type { SuppressedKey } from '../../../domain/contact/opt-out.ts';
import type { ImportRecord } from '../../../domain/contact/import-record.ts';

/**
 * A contact to add. The store finds the person of `personKeysOf(contact)` or creates one. If the keys lead to several
 * persons, it joins them (`joinPersons`) into the one that was created first. Numbers of calendars refer to
 * `calendars` of the same turn.
 */
export type Newcomer = {
  position: number;
  contact: Contact;
  identity: string;
  calendar: number;
  /**
   * `pending`, or `suppressed` for a contact that must not be contacted. `imported` or `review`: an earlier program has, or
   * may have, contacted it.
   */
  state: Extract<EnrollmentState, 'pending' | 'suppressed' | 'imported' | 'review'>;
  cells: readonly string[];
};

/** One chunk of an import, committed with its record. */
export type ImportChunk = {
  record: ImportRecord;
  newcomers: readonly Newcomer[];
  rejections: readonly RejectedRow[];
};

/** One row of an imported list, with its result. */
export type ResultRow = {
  import: string;
  row: number;
  cells: readonly string[];
  enrollment: Enrollment | null;
  /** Set if the row did not become a contact. */
  rejection: { code: string; detail: string } | null;
};

/** What is known of the rows of a list before they are added. */
export type LookedUp = {
  enrolled: ReadonlySet<string>;
  suppressed: ReadonlyMap<string, readonly SuppressedKey[]>;
};

/** Reads lists of contacts. Turns add to them: see `Turn.chunk`. */
export type ImportStore = {
  /**
   * Returns which of these identities are enrolled in the campaign, and which keys are suppressed for it at an instant.
   * Keys that are not suppressed are absent.
   */
  lookUpNewcomers: (input: {
    campaign: string;
    client: string;
    identities: readonly string[];
    keys: readonly string[];
    at: number;
  }) => Promise<LookedUp>;
  /** Returns the positions of all contacts of the campaign with one of these keys (`keysOf`). */
  findByKeys: (input: {
    campaign: string;
    keys: readonly string[];
  }) => Promise<readonly { key: string; position: number }[]>;
  /** Returns the highest position in the campaign. */
  readLastPosition: (campaign: string) => Promise<number>;
  /** Returns the open imports of all campaigns, in no order. */
  listOpenImports: () => Promise<readonly ImportRecord[]>;
  /** Returns the import with this id, or null if it is not stored. */
  readImport: (id: string) => Promise<ImportRecord | null>;
  /** Returns the imports of a campaign, in the order in which they were opened. */
  listImports: (campaign: string) => Promise<readonly ImportRecord[]>;
  /** Returns the rows of an import that did not become contacts, after a row, by row. */
  listRejections: (input: {
    import: string;
    afterRow: number;
    limit: number;
  }) => Promise<readonly RejectedRow[]>;
  /**
   * Returns a page of all rows of all imports in the order of the lists. `after` is the import and row of the last row
   * of the page before.
   */
  readResults: (input: {
    campaign: string;
    after: { import: string; row: number } | null;
    limit: number;
  }) => Promise<readonly ResultRow[]>;
};
