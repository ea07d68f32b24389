import type { Contact, RejectedRow } from '../../../domain/contact/contact.ts';
import type { Enrollment, EnrollmentState } from '../../../domain/contact/enrollment.ts';
import type { ImportRecord } from '../../../domain/contact/import-record.ts';

/**
 * A contact to add. The store finds the person behind `personKeysOf(contact)` or makes one; where several are behind
 * them, it joins these (`joinPersons`) into the one that was made first. Numbers of calendars come from `calendars` of
 * the same turn.
 */
export type Newcomer = {
  position: number;
  contact: Contact;
  identity: string;
  calendar: number;
  /** `pending`, or `suppressed` for those who must not be contacted. */
  state: Extract<EnrollmentState, 'pending' | 'suppressed'>;
  cells: readonly string[];
};

/** One chunk of an import, committed with its record. */
export type ImportChunk = {
  record: ImportRecord;
  newcomers: readonly Newcomer[];
  rejections: readonly RejectedRow[];
};

/** One row of the list a campaign was given, with what happened to it. */
export type ResultRow = {
  import: string;
  row: number;
  cells: readonly string[];
  enrollment: Enrollment | null;
  /** Set where the row did not become a contact. */
  rejection: { code: string; detail: string } | null;
};

/** Lists of contacts. Turns add to them: see `Turn.chunk`. */
export type ImportStore = {
  /** Which of these identities are enrolled in the campaign, and which keys are suppressed for the client, and why. */
  lookUpNewcomers: (input: {
    campaign: string;
    client: string;
    identities: readonly string[];
    keys: readonly string[];
  }) => Promise<{ enrolled: ReadonlySet<string>; suppressed: ReadonlyMap<string, string> }>;
  /** Everyone in the campaign who has one of these keys (`keysOf`). */
  findByKeys: (input: {
    campaign: string;
    keys: readonly string[];
  }) => Promise<readonly { key: string; position: number }[]>;
  /** The greatest position given so far. */
  readLastPosition: (campaign: string) => Promise<number>;
  /** The imports that are open, of all campaigns, in no order. */
  listOpenImports: () => Promise<readonly ImportRecord[]>;
  /** An import by its id; null where there is none. */
  readImport: (id: string) => Promise<ImportRecord | null>;
  /** The imports of a campaign, in the order in which they were opened. */
  listImports: (campaign: string) => Promise<readonly ImportRecord[]>;
  /** The rows of an import that did not become contacts, after a row, by row. */
  listRejections: (input: {
    import: string;
    afterRow: number;
    limit: number;
  }) => Promise<readonly RejectedRow[]>;
  /** Every row of every import in input order; `after` is the last row's import and row. */
  readResults: (input: {
    campaign: string;
    after: { import: string; row: number } | null;
    limit: number;
  }) => Promise<readonly ResultRow[]>;
};
