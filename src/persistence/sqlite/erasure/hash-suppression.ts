import { hashedAddress, hashKeyFor } from '../../common/hashed-keys.ts';
import type { HashKey } from '../../common/hashed-keys.ts';
import { keptReason } from '../../common/redaction.ts';
import type { Connection } from '../connection/connection.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { hashKeys, suppressions as rows } from '../rows/persons/suppression-rows.ts';

/**
 * Replaces the suppression of an address on one list by its keyed hash, within the running transaction. With `optOut` an
 * address without a suppression gets one. Returns whether the address is suppressed on the list.
 */
export type HashSuppression = (input: {
  list: string;
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
  const read = prepare(`SELECT ${rows.select()} FROM suppressions WHERE client = ? AND address = ?`);
  const remove = prepare('DELETE FROM suppressions WHERE client = ? AND address = ?');
  const putKey = prepare(insertInto('hash_keys', hashKeys.names));

  const currentKey = (at: number): HashKey => {
    const { key, isNew } = hashKeyFor(reads.hashKeys(), at);
    if (isNew) putKey.run(...hashKeys.cells(key));
    return key;
  };

  return ({ list, address, optOut, by, at }) => {
    const stored = read.get(list, address);
    const found = stored ? rows.read(stored) : null;
    const isOptedOut = optOut !== null && reads.reasonOn(list, address) === null;
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
    return reads.reasonOn(list, address) !== null;
  };
}
