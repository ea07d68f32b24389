import { usualForm } from '../../domain/contact/list-form.ts';
import type { ListForm } from '../../domain/contact/list-form.ts';

/**
 * One record of a CSV file, quoted as in RFC 4180: a cell with the delimiter, a quote or a line break is quoted, and
 * quotes are doubled. A cell that a spreadsheet would run as a formula gets a leading apostrophe.
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
 * The text before the header: a `sep=` line if the list had one. Results are in UTF-8. They have a byte order mark if
 * the list had one, and if the list had another encoding, so that spreadsheets read them as UTF-8.
 */
export function csvStart({ bom, encoding, stated, delimiter, lineEnd }: ListForm): string {
  const mark = bom || encoding !== usualForm.encoding ? '\uFEFF' : '';
  return stated ? `${mark}sep=${delimiter}${lineEnd}` : mark;
}

function quoted(cell: string, delimiter: string): string {
  const needsQuotes = cell.includes(delimiter) || /["\r\n]/.test(cell);
  return needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/**
 * The beginning of a formula, full-width characters included (OWASP, "CSV Injection"); some programs ignore blanks
 * before it.
 */
const formula = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;
/** Signed amounts, phone numbers with or without an extension, and dashes for an empty value. */
const plain = /^(?:[-+]+|[-+]?[\d\s().,/-]*\d[\d\s().]*(?:(?:x|ext\.?|#)\s*\d+)?)$/i;

function harmless(cell: string): string {
  return formula.test(cell) && !plain.test(cell) ? `'${cell}` : cell;
}
