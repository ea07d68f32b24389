import type { Engine, SuppressionOrder } from '../../actors/index.ts';
import { readDoNotContact } from '../../contacts/do-not-contact/read-list.ts';
import type { RowIssue } from '../../contacts/do-not-contact/read-list.ts';

export type SuppressionUpload = Parameters<typeof readDoNotContact>[0] & {
  engine: Pick<Engine, 'suppressMany'>;
  order: Pick<SuppressionOrder, 'client' | 'campaign' | 'source' | 'origin' | 'by'>;
  /** For rows without a reason or an end of their own. */
  reason: string;
  expiresAt: number | null;
};

export type SuppressionImported = {
  rows: number;
  addresses: number;
  added: number;
  changed: number;
  unchanged: number;
  ended: number;
  refused: number;
  warned: number;
  /** The first refused rows and warnings, by row. */
  issues: RowIssue[];
};

const mostIssues = 1_000;

/**
 * Adds a do-not-contact list in parts, each in one commit, before the next part is read. A repeat of the same list changes
 * nothing. Throws the errors of lists; the parts before the error stay stored.
 */
export async function suppressionUpload({
  engine,
  order,
  reason,
  expiresAt,
  ...list
}: SuppressionUpload): Promise<SuppressionImported> {
  const sums = { rows: 0, addresses: 0, added: 0, changed: 0, unchanged: 0, ended: 0, refused: 0, warned: 0 };
  const issues: RowIssue[] = [];
  for await (const { rows, listed, refused, warned } of readDoNotContact(list)) {
    const stored = await engine.suppressMany({
      ...order,
      entries: listed.map((one) => ({
        address: one.address,
        reason: one.reason ?? reason,
        expiresAt: one.expiresAt ?? expiresAt,
      })),
    });
    sums.rows += rows;
    sums.addresses += listed.length;
    sums.refused += refused.length;
    sums.warned += warned.length;
    for (const name of ['added', 'changed', 'unchanged', 'ended'] as const) sums[name] += stored[name];
    issues.push(...[...refused, ...warned].slice(0, mostIssues - issues.length));
  }
  return { ...sums, issues: issues.toSorted((left, right) => left.row - right.row) };
}
