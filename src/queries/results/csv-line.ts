/**
 * One record of a CSV file as RFC 4180 says: a cell with a comma, a quote or a line break is quoted, quotes are doubled,
 * lines end with CRLF. A cell that a spreadsheet would run as a formula gets a leading apostrophe.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`;
}

const needsQuotes = /[",\r\n]/;

function quoted(cell: string): string {
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** How a formula begins, in full width too (OWASP, "CSV Injection"); some programs pass over blanks before it. */
const formula = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;
/** Signed amounts and phone numbers, with an extension or without, and dashes that stand for nothing. */
const plain = /^(?:[-+]+|[-+]?[\d\s().,/-]*\d[\d\s().]*(?:(?:x|ext\.?|#)\s*\d+)?)$/i;

function harmless(cell: string): string {
  return formula.test(cell) && !plain.test(cell) ? `'${cell}` : cell;
}
