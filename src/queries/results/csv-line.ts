import { usualForm } from '../../domain/contact/list-form.ts';
import type { ListForm } from '../../domain/contact/list-form.ts';

/**
 * One record of a CSV file, quoted as RFC 4180 says: a cell with the delimiter, a quote or a line break is quoted, quotes
 * are doubled. A cell that a spreadsheet would run as a formula gets a leading apostrophe.
 */
export function csvLine({
  cells,
  form: { delimiter, lineEnd },
}: {
  cells: readonly string[];
  form: Pick<ListForm, 'delimiter' | 'lineEnd'>;
}): string {
  return `${cells.map((cell) => quoted(harmless(cell), delimiter)).join(delimiter)}${lineEnd}`;
}

/**
 * What comes before the header: a `sep=` line if the list had one. Results are in UTF-8; their byte order mark is that of
 * the list, and tells spreadsheets so where the list was in another encoding.
 */
export function csvStart({ bom, encoding, stated, delimiter, lineEnd }: ListForm): string {
  const mark = bom || encoding !== usualForm.encoding ? '\uFEFF' : '';
  return stated ? `${mark}sep=${delimiter}${lineEnd}` : mark;
}

function quoted(cell: string, delimiter: string): string {
  const needsQuotes = cell.includes(delimiter) || /["\r\n]/.test(cell);
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** How a formula begins, in full width too (OWASP, "CSV Injection"); some programs pass over blanks before it. */
const formula = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;
/** Signed amounts and phone numbers, with an extension or without, and dashes that stand for nothing. */
const plain = /^(?:[-+]+|[-+]?[\d\s().,/-]*\d[\d\s().]*(?:(?:x|ext\.?|#)\s*\d+)?)$/i;

function harmless(cell: string): string {
  return formula.test(cell) && !plain.test(cell) ? `'${cell}` : cell;
}
