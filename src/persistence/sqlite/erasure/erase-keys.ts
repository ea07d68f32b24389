import { everyClient } from '../../../domain/contact/party.ts';
import { isHashed } from '../../common/hashed-keys.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Connection } from '../connection/connection.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import type { SyncStore } from '../sync-store.ts';
import { createHashSuppression } from './hash-suppression.ts';

/** Deletes the rows of an address of a client, with and without an extension, and its consents. */
export function createDropParties({
  prepare,
}: Pick<Connection, 'prepare'>): (client: string, address: string) => void {
  const drop = prepare(
    "DELETE FROM parties WHERE client = ? AND (address = ? OR (address > ? || ';ext=' AND address < ? || ';ext>'))",
  );
  const dropConsents = prepare('DELETE FROM consents WHERE client = ? AND address = ?');
  return (client, address) => {
    drop.run(client, address, address, address);
    dropConsents.run(client, address);
  };
}

/** Removes the keys of persons, and keeps hashes of those that are suppressed. */
export function createEraseKeys(parts: {
  connection: Connection;
  reads: SuppressionReads;
  suppressions: Pick<Suppressions, 'write'>;
  clientLog: ClientLog;
}): SyncStore['eraseKeys'] {
  const { connection, clientLog } = parts;
  const hashSuppression = createHashSuppression(parts);
  const dropParties = createDropParties(connection);

  return ({ client, keys, optOut, contacts, by, at }) =>
    connection.transact(() => {
      const suppressed = new Set<string>();
      for (const address of keys.filter((key) => !isHashed(key))) {
        for (const list of [client, everyClient]) {
          const own = list === client ? optOut : null;
          const stays = hashSuppression({ client: list, address, optOut: own, by, at });
          if (stays) suppressed.add(address);
        }
        dropParties(client, address);
      }
      const data = { contacts, suppressed: suppressed.size };
      clientLog.append(client, { type: 'person.erased', at, by, data });
      return suppressed.size;
    });
}
