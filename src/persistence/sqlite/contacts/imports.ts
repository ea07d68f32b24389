import type { ResultRow } from '../../contract/store.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { enrollmentFrom, enrollmentReadColumns } from '../rows/contacts/enrollment-rows.ts';
import { importRows, imports, importSource, rejectedFrom } from '../rows/contacts/import-rows.ts';
import { keyOf } from '../rows/keys.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import type { SyncStore } from '../sync-store.ts';

type ImportVerbs = Pick<
  SyncStore,
  'lookUpNewcomers' | 'listOpenImports' | 'readImport' | 'listImports' | 'listRejections' | 'readResults'
>;

/** The lists a campaign was given, and what became of each row. Chunks are written by `chunks.ts`. */
export function createImports({
  connection,
  readHead,
  suppressions,
}: {
  connection: Connection;
  readHead: ReadHead;
  suppressions: Suppressions;
}): ImportVerbs {
  const { prepare } = connection;
  const select = `SELECT ${imports.select({ inFull: true })} FROM ${importSource}`;
  const readImport = prepare(`${select} WHERE imports.id = ?`);
  const listOfCampaign = prepare(`${select} WHERE imports.campaign = ? ORDER BY imports.number`);
  const listOpen = prepare(`${select} WHERE imports.state = 'open'`);
  const numberOf = prepare(`SELECT imports.number FROM ${importSource} WHERE imports.id = ?`);
  const numbersFrom = prepare(
    'SELECT number, id FROM imports WHERE campaign = ? AND number >= ? ORDER BY number',
  );
  const findIdentity = prepare('SELECT 1 FROM contacts WHERE campaign = ? AND identity = ?');
  const rejected = prepare(
    `SELECT ${importRows.select()} FROM import_rows INDEXED BY import_rows_rejected
     WHERE import = ? AND row > ? AND code IS NOT NULL ORDER BY row LIMIT ?`,
  );
  const rowsAfter = prepare(
    `SELECT ${importRows.select()} FROM import_rows
     WHERE import = ? AND row > ? ORDER BY row LIMIT ?`,
  );
  const readEnrollment = prepare(`SELECT ${enrollmentReadColumns} FROM enrollments WHERE key = ?`);

  const importNumber = (id: string): number => (numberOf.get(id)?.[0] ?? -1) as number;

  return {
    lookUpNewcomers({ campaign, client, identities, keys }) {
      const number = readHead(campaign)?.number ?? -1;
      const enrolled = new Set(identities.filter((identity) => findIdentity.get(number, identity)));
      const suppressed = new Map<string, string>();
      for (const key of keys) {
        const reason = suppressions.reasonFor(client, key);
        if (reason !== null) suppressed.set(key, reason);
      }
      return { enrolled, suppressed };
    },
    readImport(id) {
      const row = readImport.get(id);
      return row ? imports.read(row) : null;
    },
    listOpenImports: () => listOpen.all().map(imports.read),
    listImports(campaign) {
      const head = readHead(campaign);
      return head ? listOfCampaign.all(head.number).map(imports.read) : [];
    },
    listRejections: (input) =>
      rejected.all(importNumber(input.import), input.afterRow, input.limit).map(rejectedFrom),

    readResults({ campaign, after, limit }) {
      const head = readHead(campaign);
      if (!head) return [];
      const start = after ? importNumber(after.import) : 0;
      const results: ResultRow[] = [];
      for (const [number, id] of numbersFrom.all(head.number, start) as [number, string][]) {
        const from = after?.import === id ? after.row : -Infinity;
        for (const { row, position, code, detail, cells } of rowsAfter
          .all(number, from, limit - results.length)
          .map(importRows.read)) {
          const enrollment = position === null ? undefined : readEnrollment.get(keyOf(head.number, position));
          results.push({
            import: id,
            row,
            cells,
            enrollment: enrollment ? enrollmentFrom(enrollment, head.rest) : null,
            rejection: code === null ? null : { code, detail: detail ?? '' },
          });
        }
        if (results.length >= limit) break;
      }
      return results;
    },
  };
}
