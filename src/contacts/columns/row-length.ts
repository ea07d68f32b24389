import type { RejectedRow } from '../../domain/contact/contact.ts';
import type { Columns } from './columns.ts';

/**
 * Returns why a row has the wrong number of cells; null if its length is accepted. Excel omits empty cells at the end
 * of some rows (support.microsoft.com, KB 77295), so a short row is accepted if no column with a role is missing
 * (second and later phone and email columns do not count). A row with more cells than columns is accepted only if the
 * extra cells are empty; otherwise a stray delimiter moved its cells.
 */
export function wrongLength({
  cells,
  columns,
}: {
  cells: readonly string[];
  columns: Columns;
}): Pick<RejectedRow, 'code' | 'detail'> | null {
  const { header, roles, optOuts, consents } = columns;
  const width = header.length;
  if (cells.length < width) {
    const lastKnown = Math.max(...Object.values(roles), ...optOuts.map(({ index }) => index), ...consents);
    if (cells.length > lastKnown) return null;
    return { code: 'row.too-short', detail: `the row has ${cells.length} cells instead of ${width}` };
  }
  if (cells.length === width || cells.slice(width).every((cell) => cell.trim() === '')) return null;
  return {
    code: 'row.too-long',
    detail: `the row has ${cells.length} cells instead of ${width}: is a quote missing?`,
  };
}
