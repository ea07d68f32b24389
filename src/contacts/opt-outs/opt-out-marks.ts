import type { RejectedRow } from '../../domain/contact/contact.ts';
import { externalIdKey, optOutReasons } from '../../domain/contact/opt-out.ts';
import type { OptOutMark, OptOutScope } from '../../domain/contact/opt-out.ts';
import type { Columns } from '../columns/columns.ts';
import { readConsent, readOptOut } from './opt-out.ts';
import { createStrayOptOuts } from './stray-opt-outs.ts';

type Refusal = Pick<RejectedRow, 'code' | 'detail'>;

/** What the columns about opting out and consent say: the scopes of the opt-out, and why it is unclear, or null. */
export type SaidOptOut = { scopes: ReadonlySet<OptOutScope>; unclear: Refusal | null };

/**
 * Creates the reader of the opt-out of a row. `shift` is the number of cells by which a stray delimiter moved the
 * cells to the right; it is negative if a missing delimiter moved them to the left.
 */
export function createOptOutReader({ columns }: { columns: Columns }) {
  const { optOuts, consents, header } = columns;
  const readStray = createStrayOptOuts({ columns });
  const nameOf = (index: number): string => (header[index] ?? '').slice(0, 40);

  return (cells: readonly string[], shift = 0): SaidOptOut => {
    const scopes = new Set<OptOutScope>();
    let unclear: Refusal | null = null;
    for (const { index, scope } of optOuts) {
      const said = readShifted({ cells, index, shift });
      if (said === 'yes') scopes.add(scope);
      if (said === 'unclear') unclear ??= unclearMark({ cell: cells[index] ?? '', column: nameOf(index) });
    }
    for (const index of consents) {
      const cell = (cells[index] ?? '').trim();
      const said = readConsent(cell);
      if (said === 'no') scopes.add('all');
      if (said === 'unclear') unclear ??= noConsent({ cell, column: nameOf(index) });
    }
    const stray = readStray(cells);
    if (stray && 'scope' in stray) scopes.add(stray.scope);
    else unclear ??= stray?.unclear ?? null;
    return { scopes, unclear: scopes.has('all') ? null : unclear };
  };
}

/** In a row with moved cells, neighbouring cells count too if they clearly say yes. */
function readShifted({ cells, index, shift }: { cells: readonly string[]; index: number; shift: number }) {
  if (shift === 0) return readOptOut(cells[index] ?? '');
  const candidates = cells.slice(Math.max(0, index + Math.min(0, shift)), index + Math.max(0, shift) + 1);
  return candidates.some((cell) => readConsent(cell) === 'yes' || /\bopt(?:ed)?[ -]?out|\bdnc\b/i.test(cell))
    ? 'yes'
    : 'no';
}

function unclearMark({ cell, column }: { cell: string; column: string }): Refusal {
  return {
    code: 'contact.opt-out-unclear',
    detail: `"${cell.trim().slice(0, 20)}" in the column "${column}" can mean yes or no: write yes or no`,
  };
}

function noConsent({ cell, column }: { cell: string; column: string }): Refusal {
  return cell === ''
    ? { code: 'contact.consent-missing', detail: `the column "${column}" is empty: there is no consent` }
    : {
        code: 'contact.consent-unclear',
        detail: `"${cell.slice(0, 20)}" in the column "${column}" is neither yes nor no`,
      };
}

/**
 * Returns the keys that an opt-out covers: the addresses of its scope, and the external id unless the scope is email.
 */
export function marksOf({
  scopes,
  phones,
  emails,
  linkedin = null,
  externalId,
}: {
  scopes: ReadonlySet<OptOutScope>;
  phones: readonly string[];
  emails: readonly string[];
  linkedin?: string | null;
  externalId: string | null;
}): readonly OptOutMark[] {
  if (scopes.size === 0) return [];
  const marks = new Map<string, string>();
  for (const scope of ['email', 'phone', 'all'] as const) {
    if (!scopes.has(scope)) continue;
    const keys = [
      ...(scope === 'email' ? [] : phones),
      ...(scope === 'phone' ? [] : emails),
      ...(scope === 'all' && linkedin !== null ? [linkedin] : []),
      ...(scope === 'email' || externalId === null ? [] : [externalIdKey(externalId)]),
    ];
    for (const key of keys) marks.set(key, optOutReasons[scope]);
  }
  return [...marks].map(([key, reason]) => ({ key, reason }));
}
