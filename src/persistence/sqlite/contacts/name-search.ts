import { plainName } from '../../../domain/contact/plain-name.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { readCursor } from '../../contract/cursors.ts';
import { enrollmentFrom, enrollmentReadColumns } from '../rows/contacts/enrollment-rows.ts';
import { keyOf } from '../../common/keys.ts';
import { keyRange } from '../rows/keys.ts';
import type { SyncStore } from '../sync-store.ts';

/** The maximum number of names that one page reads. It is a read of some milliseconds. */
const maxNamesRead = 2_000;

/** Searches the names of a campaign in the order of its contacts, a limited number at a time. */
export function createNameSearch({
  connection,
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): Pick<SyncStore, 'searchNames'> {
  const { prepare } = connection;
  const names = prepare('SELECT key, name FROM contacts WHERE key > ? AND key <= ? ORDER BY key LIMIT ?');
  const readOne = prepare(`SELECT ${enrollmentReadColumns} FROM enrollments WHERE key = ?`);

  return {
    searchNames({ campaign, text, after, limit }) {
      const head = readHead(campaign);
      const wanted = plainName(text);
      if (!head || wanted === '' || limit <= 0) return { items: [], next: null };
      const { first, last } = keyRange(head.number);
      const from = readCursor({ after, form: [0] as const })?.[0] ?? 0;
      const rows = names.all(keyOf(head.number, from), last, maxNamesRead);
      const found: Row[] = [];
      let lookedAt = 0;
      for (const row of rows) {
        if (found.length === limit) break;
        lookedAt += 1;
        if (plainName((row[1] as string | null) ?? '').includes(wanted)) found.push(row);
      }
      const isMore = lookedAt < rows.length || rows.length === maxNamesRead;
      const end = rows[lookedAt - 1];
      return {
        items: found.flatMap((row) => {
          const enrollment = readOne.get(row[0] as number);
          return enrollment ? [enrollmentFrom(enrollment, head.rest)] : [];
        }),
        next: isMore && end ? JSON.stringify([(end[0] as number) - first]) : null,
      };
    },
  };
}
