import type { RejectedRow } from '../../domain/contact/contact.ts';
import type { Columns } from './columns.ts';

/**
 * Excel leaves out empty cells at the end of some rows (support.microsoft.com, KB 77295), so a short row is taken if no
 * recognised column is among the missing ones, further phone and email columns apart. More cells than columns, and not
 * empty: a stray delimiter moved them.
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
