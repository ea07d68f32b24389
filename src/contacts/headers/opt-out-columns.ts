import type { OptOutScope } from '../../domain/contact/opt-out.ts';
import { columnQuestion } from '../columns/column-errors.ts';
import { readOptOutHeader } from './opt-out-headers.ts';

const scopes = { opted_out: 'all', phone_opted_out: 'phone', email_opted_out: 'email' } as const;

type Unclear = { index: number; about: 'opt-out' | 'consent' };

/** The columns that say by their header whether somebody opted out, and those that speak of it unclearly. */
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
    const said = taken.has(index) ? null : readOptOutHeader(name);
    if (said === null || said === 'fax') continue;
    if (said === 'ask-opt-out') unclear.push({ index, about: 'opt-out' });
    else if (said === 'ask-consent') unclear.push({ index, about: 'consent' });
    else optOuts.push({ index, scope: scopes[said] });
  }
  return { optOuts, unclear };
}

/** Throws `import.column-question` if there is anything to ask. */
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
