import type { SuppressedKey } from '../../../domain/contact/opt-out.ts';
import type { ResultRow } from '../../contract/store.ts';
import type { CampaignHead } from '../../common/campaign-head.ts';
import { keyOf } from '../../common/keys.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import { enrollmentFrom, enrollmentReadColumns } from '../rows/contacts/enrollment-rows.ts';
import { importRows, imports, importSource, rejectedFrom } from '../rows/contacts/import-rows.ts';
import type { SyncStore } from '../sync-store.ts';

type ImportVerbs = Pick<
  SyncStore,
  'lookUpNewcomers' | 'listOpenImports' | 'readImport' | 'listImports' | 'listRejections' | 'readResults'
>;

/** Reads the imports of a campaign, and the result of each row. `turn/chunks.ts` writes them. */
export function createImports({
  connection,
  readHead,
  suppressions,
}: {
  connection: Connection;
  readHead: ReadHead;
  suppressions: Pick<Suppressions, 'openMarks'>;
}): ImportVerbs {
  const statements = prepareImports(connection);
  const { readImport, listOpen, listOfCampaign, findIdentity, rejected } = statements;
  return {
    lookUpNewcomers({ campaign, client, identities, keys, at }) {
      const number = readHead(campaign)?.number ?? -1;
      const enrolled = new Set(identities.filter((identity) => findIdentity.get(number, identity)));
      const suppressed = new Map<string, readonly SuppressedKey[]>();
      const marksFor = suppressions.openMarks({ client, campaign }, at);
      if (!marksFor) return { enrolled, suppressed };
      for (const key of keys) {
        const marks = marksFor(key);
        if (marks.length > 0) suppressed.set(key, marks);
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
    listRejections: ({ import: id, afterRow, limit }) =>
      rejected.all(numberOf(statements, id), afterRow, limit).map(rejectedFrom),
    readResults(input) {
      const head = readHead(input.campaign);
      return head ? readResults(statements, head, input) : [];
    },
  };
}

function prepareImports({ prepare }: Connection) {
  const select = `SELECT ${imports.select({ inFull: true })} FROM ${importSource}`;
  return {
    readImport: prepare(`${select} WHERE imports.id = ?`),
    listOfCampaign: prepare(`${select} WHERE imports.campaign = ? ORDER BY imports.number`),
    listOpen: prepare(`${select} WHERE imports.state = 'open'`),
    readNumber: prepare(`SELECT imports.number FROM ${importSource} WHERE imports.id = ?`),
    numbersFrom: prepare('SELECT number, id FROM imports WHERE campaign = ? AND number >= ? ORDER BY number'),
    findIdentity: prepare('SELECT 1 FROM contacts WHERE campaign = ? AND identity = ?'),
    rejected: prepare(
      `SELECT ${importRows.select()} FROM import_rows INDEXED BY import_rows_rejected
       WHERE import = ? AND row > ? AND code IS NOT NULL ORDER BY row LIMIT ?`,
    ),
    rowsAfter: prepare(
      `SELECT ${importRows.select()} FROM import_rows
       WHERE import = ? AND row > ? ORDER BY row LIMIT ?`,
    ),
    readEnrollment: prepare(`SELECT ${enrollmentReadColumns} FROM enrollments WHERE key = ?`),
  };
}

type Statements = ReturnType<typeof prepareImports>;

/** Returns the number of an import; -1 if it is not stored. */
function numberOf({ readNumber }: Statements, id: string): number {
  return (readNumber.get(id)?.[0] ?? -1) as number;
}

function readResults(
  statements: Statements,
  head: CampaignHead,
  { after, limit }: Parameters<ImportVerbs['readResults']>[0],
): ResultRow[] {
  const { numbersFrom, rowsAfter, readEnrollment } = statements;
  const start = after ? numberOf(statements, after.import) : 0;
  const results: ResultRow[] = [];
  for (const [number, id] of numbersFrom.all(head.number, start) as [number, string][]) {
    const from = after?.import === id ? after.row : -Infinity;
    const rows = rowsAfter.all(number, from, limit - results.length).map(importRows.read);
    for (const { row, position, code, detail, cells } of rows) {
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
}
