import { everyClient } from '../../../domain/contact/party.ts';
import { hashedAddress, hashKeyFor, isHashed } from '../../common/hashed-keys.ts';
import type { HashKey } from '../../common/hashed-keys.ts';
import { keptReason } from '../../common/redaction.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Connection } from '../connection/connection.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { hashKeys, suppressions as rows } from '../rows/persons/suppression-rows.ts';
import type { SyncStore } from '../sync-store.ts';

/** Removes the keys of persons, and keeps hashes of those that are suppressed. */
export function createEraseKeys({
  connection: { prepare, transact },
  reads,
  suppressions,
  clientLog,
}: {
  connection: Connection;
  reads: SuppressionReads;
  suppressions: Pick<Suppressions, 'write'>;
  clientLog: ClientLog;
}): SyncStore['eraseKeys'] {
  const read = prepare(`SELECT ${rows.select()} FROM suppressions WHERE client = ? AND address = ?`);
  const remove = prepare('DELETE FROM suppressions WHERE client = ? AND address = ?');
  const dropParties = prepare(
    "DELETE FROM parties WHERE client = ? AND (address = ? OR (address > ? || ';ext=' AND address < ? || ';ext>'))",
  );
  const putKey = prepare(insertInto('hash_keys', hashKeys.names));

  const currentKey = (at: number): HashKey => {
    const { key, isNew } = hashKeyFor(reads.hashKeys(), at);
    if (isNew) putKey.run(...hashKeys.cells(key));
    return key;
  };

  return ({ client, keys, optOut, contacts, by, at }) =>
    transact(() => {
      const suppressed = new Set<string>();
      for (const address of keys.filter((key) => !isHashed(key))) {
        for (const list of [client, everyClient]) {
          const stored = read.get(list, address);
          const found = stored ? rows.read(stored) : null;
          const isOptedOut = list === client && optOut !== null && reads.reasonOn(list, address) === null;
          const reason = isOptedOut ? keptReason(optOut) : found && keptReason(found.reason);
          if (reason !== null) {
            const hashed = hashedAddress(currentKey(at), { client: list, address });
            suppressions.write({
              client: list,
              address: hashed,
              reason,
              by: found?.by ?? by,
              at: found?.at ?? at,
            });
          }
          if (found) remove.run(list, address);
          if (reads.reasonOn(list, address) !== null) suppressed.add(address);
        }
        dropParties.run(client, address, address, address);
      }
      const data = { contacts, suppressed: suppressed.size };
      clientLog.append(client, { type: 'person.erased', at, by, data });
      return suppressed.size;
    });
}
