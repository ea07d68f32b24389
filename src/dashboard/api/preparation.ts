import { RingmasterError } from '../../domain/errors.ts';
import type { Preflight } from '../../queries/index.ts';
import type { CallApi } from '../contract.ts';
import { readJson } from './read-json.ts';
import { campaignPath } from './reads.ts';

export type FileIssue = {
  line: number | null;
  column: number | null;
  path: string;
  message: string;
  fix: string | null;
};

/** The answer to a check of a campaign file: the file as JSON, or its issues. */
export type CheckedFile = {
  file: Readonly<Record<string, unknown>> | null;
  /** The variables that a list must fill. */
  variables: readonly string[];
  issues: readonly FileIssue[];
};

export const checkFile = (api: CallApi, text: string): Promise<CheckedFile> =>
  readJson(api, { method: 'POST', path: '/v1/campaign-files/check', json: { text } });

export type ImportView = {
  id: string;
  state: 'open' | 'closed' | 'broken';
  lastRow: number;
  enrolled: number;
  suppressed: number;
  duplicates: number;
  rejected: number;
  optedOut: number;
  openedAt: string;
  closedAt: string | null;
  by: string;
};

export type Rejection = { row: number; code: string; detail: string };

/** How the first rows of a list would be read. */
export type ListPreview = {
  columns: readonly string[];
  mapping: { taken: readonly { as: string; columns: readonly string[] }[]; others: readonly string[] } | null;
  roles: readonly string[];
  rows: readonly {
    row: number;
    cells: readonly string[];
    problem: { code: string; detail: string } | null;
  }[];
};

export const readPreflight = (api: CallApi, campaign: string): Promise<Preflight> =>
  readJson(api, { path: campaignPath(campaign, '/preflight') });

/** Throws `import.not-found` if a list does not belong to a campaign. */
export function requireImport(imports: readonly ImportView[], id: string): void {
  if (imports.some((known) => known.id === id)) return;
  throw new RingmasterError({
    code: 'import.not-found',
    family: 'not-found',
    message: 'The campaign has no such list of contacts.',
    details: { import: id },
  });
}

export const readImports = (api: CallApi, campaign: string): Promise<{ items: readonly ImportView[] }> =>
  readJson(api, { path: campaignPath(campaign, '/imports') });

type Range = { low: number; high: number };
type Ranges = Readonly<Record<string, Range>>;

/** The prediction of a campaign. */
export type RehearsalView = {
  contacts: Readonly<Record<string, number>>;
  attempts: Readonly<Record<string, number>>;
  skipped: readonly { code: string; rows: number; firstRow: number; detail: string }[];
  optedOut: number;
  days: readonly { day: string; attempts: number }[];
  zones: readonly { timeZone: string; hours: readonly number[] }[];
  end: { early: string; likely: string; late: string } | null;
  ranges: Readonly<Record<'contacts' | 'attempts' | 'days' | 'zones', Ranges>>;
  coverage: number;
  deadShare: number | null;
  runs: number;
  sample: { contacts: number; of: number; unseen: number } | null;
};
