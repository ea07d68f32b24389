import { everyClient } from '../../../domain/contact/party.ts';
import { hashedAddress, hashedRange } from '../../common/hashed-keys.ts';
import type { HashKey } from '../../common/hashed-keys.ts';
import type { Connection } from '../connection/connection.ts';
import { hashKeys } from '../rows/persons/suppression-rows.ts';

/** Finds suppressions of addresses, including those of which only a hash is stored. */
export type SuppressionReads = {
  /** Returns the reason on one list (a client, or `*`), or null. */
  reasonOn: (list: string, address: string) => string | null;
  /** Returns why this client must not contact the address, or null. */
  reasonFor: (client: string, address: string) => string | null;
  /** Returns the addresses under which the suppression of an address may be stored on a list. */
  formsOn: (list: string, address: string) => readonly string[];
  hashKeys: () => readonly HashKey[];
};

export function createSuppressionReads({ prepare }: Pick<Connection, 'prepare'>): SuppressionReads {
  const read = prepare('SELECT reason FROM suppressions WHERE client = ? AND address = ?');
  const findHashed = prepare(
    'SELECT 1 FROM suppressions WHERE client = ? AND address >= ? AND address < ? LIMIT 1',
  );
  const readKeys = prepare(`SELECT ${hashKeys.select()} FROM hash_keys ORDER BY number`);
  const { first, last } = hashedRange;
  const keys = (): HashKey[] => readKeys.all().map(hashKeys.read);
  const formsOn: SuppressionReads['formsOn'] = (client, address) =>
    findHashed.get(client, first, last)
      ? [address, ...keys().map((key) => hashedAddress(key, { client, address }))]
      : [address];
  const reasonOn: SuppressionReads['reasonOn'] = (list, address) => {
    for (const form of formsOn(list, address)) {
      const reason = read.get(list, form)?.[0];
      if (typeof reason === 'string') return reason;
    }
    return null;
  };
  return {
    formsOn,
    reasonOn,
    hashKeys: keys,
    reasonFor: (client, address) => reasonOn(client, address) ?? reasonOn(everyClient, address),
  };
}
