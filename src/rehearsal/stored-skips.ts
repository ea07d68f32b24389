import type { Store } from '../persistence/contract/store.ts';
import type { Rehearsal } from './rehearse.ts';

type Skip = Rehearsal['skipped'][number];

const pageRows = 500;

/**
 * Returns the rows that the imports of a campaign rejected: their number by reason, with the first row of each, the
 * most frequent reason first.
 */
export async function storedSkips({
  store,
  campaign,
}: {
  store: Pick<Store, 'listImports' | 'listRejections'>;
  campaign: string;
}): Promise<Skip[]> {
  const skips = new Map<string, Skip>();
  for (const { id } of await store.listImports(campaign)) {
    for (let afterRow = 0; ;) {
      const page = await store.listRejections({ import: id, afterRow, limit: pageRows });
      for (const { code, row, detail } of page) {
        const known = skips.get(code);
        skips.set(
          code,
          known ? { ...known, rows: known.rows + 1 } : { code, rows: 1, firstRow: row, detail },
        );
      }
      if (page.length < pageRows) break;
      afterRow = page.at(-1)?.row ?? afterRow;
    }
  }
  return [...skips.values()].sort((left, right) => right.rows - left.rows);
}
