import type { OptOutScope } from '../../domain/contact/opt-out.ts';
import { columnQuestion } from '../columns/column-errors.ts';
import { readOptOutHeader } from './opt-out-headers.ts';

const scopes = { opted_out: 'all', phone_opted_out: 'phone', email_opted_out: 'email' } as const;

type Unclear = { index: number; about: 'opt-out' | 'consent' };

/**
 * Returns the columns whose header marks opt-outs, and those whose header is about opting out or consent but is not
 * clear.
 */
export function readOptOutColumns({
  header,
  taken,
}: {
  header: readonly string[];
  taken: ReadonlySet<number>;
}): { optOuts: { index: number; scope: OptOutScope }[]; unclear: Unclear[] } {
  const optOuts: { index: number; scope: OptOutScope }[] = [];
  const unclear: Unclear[] = [];
  for (const [index, name] of header.entries()) {
    const meaning = taken.has(index) ? null : readOptOutHeader(name);
    if (meaning === null || meaning === 'fax') continue;
    if (meaning === 'ask-opt-out') unclear.push({ index, about: 'opt-out' });
    else if (meaning === 'ask-consent') unclear.push({ index, about: 'consent' });
    else optOuts.push({ index, scope: scopes[meaning] });
  }
  return { optOuts, unclear };
}

/** Throws `import.column-question` if a column is unclear. */
export function askAboutOptOuts({
  header,
  unclear,
}: {
  header: readonly string[];
  unclear: readonly Unclear[];
}): void {
  if (unclear.length === 0) return;
  throw columnQuestion(unclear.map(({ index, about }) => ({ column: header[index] ?? '', about })));
}
