/**
 * One record of a CSV file as RFC 4180 says: a cell with a comma, a quote or a line break is quoted, quotes are
 * doubled, lines end with CRLF. Cells that look like formulas are the user's own data and stay as they are.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

const needsQuotes = /[",\r\n]/;

function quoted(cell: string): string {
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
