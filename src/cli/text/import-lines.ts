import { counted } from './times.ts';
import type { ImportView, RejectionView } from '../api/views.ts';

/**
 * `examples/leads.csv  300 rows: 292 enrolled (1 of them suppressed), 4 duplicates, 4 rejected`, and how many rows opt
 * out, if any does.
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

/** `  12 rows say opted out: 15 addresses are on the do-not-contact list now`; nothing if none does. */
export function optOutLines({
  optedOut,
  addressesSuppressed,
}: Pick<ImportView, 'optedOut' | 'addressesSuppressed'>): string[] {
  if (optedOut === 0) return [];
  const verb = optedOut === 1 ? 'says' : 'say';
  const added =
    addressesSuppressed === 0
      ? 'everything in them was on the do-not-contact list already, or cannot be read'
      : `${counted(addressesSuppressed, 'address', 'addresses')} added to the do-not-contact list`;
  return [`  ${counted(optedOut, 'row')} ${verb} opted out: ${added}`];
}

/** `  read as shift_jis; its results are in UTF-8 with a byte order mark`; nothing for UTF-8. */
function encodingLines({ form }: Pick<ImportView, 'form'>): string[] {
  if (!form || form.encoding === 'utf-8') return [];
  return [`  read as ${form.encoding}; its results are in UTF-8 with a byte order mark`];
}

/**
 * `  row  41  contact.phone-invalid      "555-CALL-ME" is not a phone number in US`; duplicates are left out. A view
 * holds the first rejections only, and counts all of them.
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
