import type { ImportStore, ResultRow } from '../../contract/contacts/imports.ts';
import type { Collections, ImportRowDoc } from '../documents/collections.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { ReadByPosition } from './enrollments.ts';
import { numberOfImport } from './imports.ts';

/** Reads the result of each row of the lists of a campaign. */
export function createResults({
  collections: { imports, importRows },
  readHead,
  readByPosition,
}: {
  collections: Pick<Collections, 'imports' | 'importRows'>;
  readHead: ReadHead;
  readByPosition: ReadByPosition;
}): Pick<ImportStore, 'readResults'> {
  const rowsOf = (number: number, afterRow: number, limit: number): Promise<ImportRowDoc[]> =>
    importRows
      .find({ _id: { $gt: { import: number, row: afterRow }, $lt: { import: number + 1, row: -1 } } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();

  return {
    async readResults({ campaign, after, limit }) {
      const head = await readHead(campaign);
      if (!head) return [];
      const start = after ? await numberOfImport(imports, after.import) : 0;
      const lists = await imports
        .find({ campaign: head.number, number: { $gte: start } }, { projection: { number: 1 } })
        .sort({ number: 1 })
        .toArray();
      const rows: { list: string; document: ImportRowDoc }[] = [];
      for (const { _id, number } of lists) {
        const from = after?.import === _id ? after.row : -1;
        const found = await rowsOf(number, from, limit - rows.length);
        rows.push(...found.map((document) => ({ list: _id, document })));
        if (rows.length >= limit) break;
      }
      const positions = rows.flatMap(({ document: { position } }) => position ?? []);
      const found = await readByPosition(head, positions);
      const byPosition = new Map(found.map((enrollment) => [enrollment.position, enrollment]));
      return rows.map(({ list, document: { _id, position, cells, code, detail } }): ResultRow => ({
        import: list,
        row: _id.row,
        cells,
        enrollment: position === null ? null : (byPosition.get(position) ?? null),
        rejection: code === undefined ? null : { code, detail: detail ?? '' },
      }));
    },
  };
}
