import { isInForce, lasting } from '../../../domain/do-not-contact/suppression.ts';
import { hashedAddress, hashKeyFor } from '../../common/hashed-keys.ts';
import type { HashKey } from '../../common/hashed-keys.ts';
import { keptReason } from '../../common/redaction.ts';
import type { Connection } from '../connection/connection.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { hashKeys, suppressions as rows } from '../rows/persons/suppression-rows.ts';

/**
 * Replaces the entries of an address on the list of a client (or `*`) and of its campaigns by their keyed hashes, within the
 * running transaction. Expired entries are removed. With `optOut` an address without an entry on the list of the client gets
 * one. Returns whether the address is suppressed on one of these lists.
 */
export type HashSuppression = (input: {
  client: string;
  address: string;
  optOut: string | null;
  by: string;
  at: number;
}) => boolean;

export function createHashSuppression({
  connection: { prepare },
  reads,
  suppressions,
}: {
  connection: Pick<Connection, 'prepare'>;
  reads: SuppressionReads;
  suppressions: Pick<Suppressions, 'write'>;
}): HashSuppression {
  const take = prepare(
    `DELETE FROM suppressions WHERE client = ? AND address = ? RETURNING ${rows.select()}`,
  );
  const putKey = prepare(insertInto('hash_keys', hashKeys.names));

  const currentKey = (at: number): HashKey => {
    const { key, isNew } = hashKeyFor(reads.hashKeys(), at);
    if (isNew) putKey.run(...hashKeys.cells(key));
    return key;
  };

  return ({ client, address, optOut, by, at }) => {
    const entries = reads.entriesOf(client, address).filter((entry) => isInForce(entry, at));
    const isListed = entries.some(({ campaign }) => campaign === null);
    const kept = take
      .all(client, address)
      .map(rows.read)
      .filter((entry) => isInForce(entry, at));
    if (optOut !== null && !isListed)
      kept.push(lasting({ client, address, reason: optOut, source: 'touch', by, at }));
    for (const entry of kept) {
      const hashed = hashedAddress(currentKey(at), { client, address });
      suppressions.write({ ...entry, address: hashed, reason: keptReason(entry.reason), origin: null });
    }
    return entries.length + kept.length > 0;
  };
}
