import type { RejectedRow } from '../domain/contact.ts';
import type { Columns } from './columns.ts';

/**
 * Excel leaves out empty cells at the end of some rows (support.microsoft.com, KB 77295), so a short row is taken if no
 * recognised column is among the missing ones. More cells than columns, and not empty: a stray delimiter moved them.
 */
export function wrongLength({
  cells,
  columns,
  lastKnown,
}: {
  cells: readonly string[];
  columns: Columns;
  lastKnown: number;
}): Pick<RejectedRow, 'code' | 'detail'> | null {
  const width = columns.header.length;
  if (cells.length <= lastKnown) {
    return { code: 'row.too-short', detail: `the row has ${cells.length} cells instead of ${width}` };
  }
  if (cells.length <= width || cells.slice(width).every((cell) => cell.trim() === '')) return null;
  return {
    code: 'row.too-long',
    detail: `the row has ${cells.length} cells instead of ${width}: is a quote missing?`,
  };
}
