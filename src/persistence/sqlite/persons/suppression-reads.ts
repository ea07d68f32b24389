import { everyClient } from '../../../domain/contact/party.ts';
import { appliesTo, isInForce } from '../../../domain/do-not-contact/suppression.ts';
import type { Suppression, SuppressionList } from '../../../domain/do-not-contact/suppression.ts';
import { markOf } from '../../common/bars.ts';
import type { MarksFor } from '../../common/bars.ts';
import { hashedAddress, hashedRange } from '../../common/hashed-keys.ts';
import type { HashKey } from '../../common/hashed-keys.ts';
import type { Connection } from '../connection/connection.ts';
import { hashKeys, suppressions } from '../rows/persons/suppression-rows.ts';

/** Finds suppressions of addresses, including those of which only a hash is stored. */
export type SuppressionReads = {
  /** Returns the entries of an address on the list of a client (or `*`) and of its campaigns, also expired ones. */
  entriesOf: (client: string, address: string) => readonly Suppression[];
  /** Returns the addresses under which entries of an address may be stored on the lists of a client. */
  formsOf: (client: string, address: string) => readonly string[];
  /**
   * Returns the function that finds the entries that a campaign must obey at an instant; null if no list that concerns it
   * has an entry. It may be used within the running transaction, or until other entries are written.
   */
  openMarks: (list: SuppressionList, at: number) => MarksFor | null;
  hashKeys: () => readonly HashKey[];
};

export function createSuppressionReads({ prepare }: Pick<Connection, 'prepare'>): SuppressionReads {
  const read = prepare(`SELECT ${suppressions.select()} FROM suppressions WHERE client = ? AND address = ?`);
  const findAny = prepare('SELECT 1 FROM suppressions WHERE client = ? LIMIT 1');
  const findHashed = prepare(
    'SELECT 1 FROM suppressions WHERE client = ? AND address >= ? AND address < ? LIMIT 1',
  );
  const readKeys = prepare(`SELECT ${hashKeys.select()} FROM hash_keys ORDER BY number`);
  const { first, last } = hashedRange;
  const keys = (): HashKey[] => readKeys.all().map(hashKeys.read);

  /** Returns the forms of addresses on the lists of a client. */
  const openForms = (client: string): ((address: string) => readonly string[]) => {
    if (!findHashed.get(client, first, last)) return (address) => [address];
    const known = keys();
    return (address) => [address, ...known.map((key) => hashedAddress(key, { client, address }))];
  };
  const entriesOf = (client: string, address: string, forms: readonly string[]): Suppression[] =>
    forms.flatMap((form) => read.all(client, form).map((row) => ({ ...suppressions.read(row), address })));

  return {
    formsOf: (client, address) => openForms(client)(address),
    entriesOf: (client, address) => entriesOf(client, address, openForms(client)(address)),
    hashKeys: keys,
    openMarks(list, at) {
      const lists = [list.client, everyClient]
        .filter((client) => findAny.get(client) !== undefined)
        .map((client) => ({ client, formsOf: openForms(client) }));
      if (lists.length === 0) return null;
      return (key) =>
        lists.flatMap(({ client, formsOf }) =>
          entriesOf(client, key, formsOf(key))
            .filter((entry) => appliesTo(entry, list) && isInForce(entry, at))
            .map((entry) => markOf(entry, key)),
        );
    },
  };
}
