import { blankCells } from '../../common/redaction.ts';
import { keyOf } from '../../common/keys.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import { attemptsOfTrail } from '../rows/contacts/trail.ts';
import type { SyncStore } from '../sync-store.ts';

/** Removes the personal data of the rows of contacts. */
export function createEraseContacts({
  connection: { prepare, transact },
  readHead,
}: {
  connection: Connection;
  readHead: ReadHead;
}): SyncStore['eraseContacts'] {
  const eraseContact = prepare(
    `UPDATE contacts SET identity = 'erased:' || id, name = NULL, phone = NULL, email = NULL, external_id = NULL,
       variables = '{}', phones = NULL, others = NULL
     WHERE key = ?`,
  );
  const dropAddresses = prepare('DELETE FROM contact_addresses WHERE campaign = ? AND key = ?');
  const readImports = prepare('SELECT number FROM imports WHERE campaign = ?');
  const readRow = prepare('SELECT row FROM contacts WHERE key = ?');
  const readCells = prepare('SELECT cells FROM import_rows WHERE import = ? AND row = ? AND position = ?');
  const eraseCells = prepare('UPDATE import_rows SET cells = ?, detail = NULL WHERE import = ? AND row = ?');
  const readTrail = prepare('SELECT trail FROM enrollments WHERE key = ?');
  const eraseAttempt = prepare(
    "UPDATE attempts SET address = '', details = NULL, callbacks = NULL, correction = NULL WHERE key = ? RETURNING id",
  );
  const eraseMessage = prepare(
    "UPDATE messages SET subject = NULL, body = NULL, audit = '{}' WHERE attempt = ?",
  );
  return ({ campaign, positions }) => {
    const head = readHead(campaign);
    if (!head) return;
    transact(() => {
      const imports = readImports.all(head.number).map(([number]) => number as number);
      for (const position of positions) {
        const key = keyOf(head.number, position);
        const row = readRow.get(key)?.[0];
        if (row === undefined) continue;
        eraseContact.run(key);
        dropAddresses.run(head.number, key);
        for (const list of imports) {
          const cells = readCells.get(list, row, position)?.[0];
          if (typeof cells !== 'string') continue;
          eraseCells.run(JSON.stringify(blankCells(JSON.parse(cells) as string[])), list, row);
        }
        const trail = readTrail.get(key)?.[0];
        for (const number of attemptsOfTrail(typeof trail === 'string' ? trail : '')) {
          const id = eraseAttempt.get(keyOf(head.number, number))?.[0];
          if (id !== undefined) eraseMessage.run(id);
        }
      }
    });
  };
}
