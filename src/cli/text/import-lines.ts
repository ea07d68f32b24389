import { counted } from './times.ts';
import type { ImportView, RejectionView } from '../api/views.ts';

/**
 * Returns `examples/leads.csv 300 rows: 292 enrolled (1 of them suppressed), 4 duplicates, 4 rejected`, and lines
 * about opt-outs and the encoding, if there are any.
 */
export function importLines({ path, view }: { path: string; view: ImportView }): string[] {
  const { enrolled, suppressed, duplicates, rejected } = view;
  const rows = enrolled + duplicates + rejected;
  const parts = [
    `${enrolled} enrolled${suppressed > 0 ? ` (${suppressed} of them suppressed)` : ''}`,
    ...(duplicates > 0 ? [counted(duplicates, 'duplicate')] : []),
    ...(rejected > 0 ? [`${rejected} rejected`] : []),
  ];
  return [
    `${path}  ${counted(rows, 'row')}: ${parts.join(', ')}`,
    ...optOutLines(view),
    ...encodingLines(view),
  ];
}

/** Returns ` 12 rows are opted out: 15 addresses added to the do-not-contact list`; empty if there are none. */
export function optOutLines({
  optedOut,
  addressesSuppressed,
}: Pick<ImportView, 'optedOut' | 'addressesSuppressed'>): string[] {
  if (optedOut === 0) return [];
  const verb = optedOut === 1 ? 'is' : 'are';
  const added =
    addressesSuppressed === 0
      ? 'their addresses were already on the do-not-contact list, or cannot be read'
      : `${counted(addressesSuppressed, 'address', 'addresses')} added to the do-not-contact list`;
  return [`  ${counted(optedOut, 'row')} ${verb} opted out: ${added}`];
}

/** Returns ` read as shift_jis; the results are in UTF-8 with a byte order mark`; empty for UTF-8. */
function encodingLines({ form }: Pick<ImportView, 'form'>): string[] {
  if (!form || form.encoding === 'utf-8') return [];
  return [`  read as ${form.encoding}; the results are in UTF-8 with a byte order mark`];
}

/**
 * Returns lines such as ` row 41 contact.phone-invalid "555-CALL-ME" is not a phone number in US`, without
 * duplicates. A view has only the first rejections, but counts all of them.
 */
export function rejectionLines({
  view: { rejected, rejections = [] },
  most,
}: {
  view: Pick<ImportView, 'rejected'> & { rejections?: readonly RejectionView[] };
  most: number;
}): string[] {
  const faulty = rejections.filter(({ code }) => code !== 'contact.duplicate');
  const shown = faulty.slice(0, most);
  const width = Math.max(0, ...shown.map(({ code }) => code.length));
  const lines = shown.map(
    ({ row, code, detail }) => `  row ${String(row).padStart(3)}  ${code.padEnd(width)}  ${detail}`,
  );
  const others = rejected - shown.length;
  return others > 0 ? [...lines, `  and ${others} more`] : lines;
}
