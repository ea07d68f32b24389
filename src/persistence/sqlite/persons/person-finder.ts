import { personKeysOf } from '../../../domain/contact/contact.ts';
import type { ContactKeys } from '../../../domain/contact/contact.ts';
import { joinPersons } from '../../../domain/contact/join-persons.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { parties } from '../rows/persons/person-rows.ts';

/**
 * The space in bytes that new rows reserve for the first turn: about the size of an attempt's id, a day, a start and a touch.
 */
const personRoom = 115;

export type FoundPerson = { id: number; added: readonly string[] };

export type PersonFinder = {
  /**
   * Returns a function that finds, creates or joins the person of each new contact of a client, within the running
   * transaction. It also returns the keys that lead to the person from now on. No other persons may be created while it
   * is in use.
   */
  openFinder: (client: string) => (contact: ContactKeys) => FoundPerson;
  /**
   * Returns the row number of the person to which an address leads; the person may have been joined since. Null if the
   * address is unknown.
   */
  find: (client: string, address: string) => number | null;
};

/** Finds persons by the keys of contacts, and joins persons if a contact has keys of several. */
export function createPersonFinder({
  connection: { prepare },
  readSurvivor,
  put,
}: {
  connection: Connection;
  readSurvivor: (id: number) => Person | null;
  put: (person: Person, expectedRev: number) => void;
}): PersonFinder {
  const readLast = prepare('SELECT max(id) FROM persons');
  const insert = prepare(
    `INSERT INTO persons (id, client, rev, room) VALUES (?, ?, 0, zeroblob(${personRoom}))`,
  );
  const findParty = prepare('SELECT person FROM parties WHERE address = ? AND client = ?');
  // One search of the index shows whether the key is known, and adds it if it is not.
  const putParty = prepare(`${insertInto('parties', parties.names)} ON CONFLICT DO NOTHING`);
  const moveParty = prepare('UPDATE parties SET person = ? WHERE address = ? AND client = ?');
  const readMerged = prepare('SELECT merged_into FROM persons WHERE id = ?');

  const find: PersonFinder['find'] = (client, address) =>
    (findParty.get(address, client)?.[0] as number | undefined) ?? null;

  const survivorOf = (id: number): number => {
    const merged = readMerged.get(id)?.[0];
    return typeof merged === 'number' ? survivorOf(merged) : id;
  };

  const join = (survivorId: number, otherId: number): void => {
    const [survivor, other] = [readSurvivor(survivorId), readSurvivor(otherId)];
    if (!survivor || !other) return;
    const joined = joinPersons({ survivor, other });
    put(joined.survivor, survivor.rev);
    put(joined.other, other.rev);
  };

  const personBehind = (client: string, keys: readonly string[]): number | null => {
    let person: number | null = null;
    for (const key of keys) {
      const known = find(client, key);
      if (known === null) continue;
      const found = survivorOf(known);
      if (person !== null && person !== found) join(Math.min(person, found), Math.max(person, found));
      person = person === null ? found : Math.min(person, found);
    }
    return person;
  };

  return {
    find,
    openFinder(client) {
      let next = 1 + Number(readLast.get()?.[0] ?? 0);
      return (contact) => {
        const keys = [...new Set(personKeysOf(contact))];
        const added = keys.filter((key) => putParty.run(key, client, next).changes !== 0);
        if (added.length === keys.length) {
          insert.get(next, client);
          next += 1;
          return { id: next - 1, added };
        }
        const known = keys.filter((key) => !added.includes(key));
        const id = personBehind(client, known) ?? next;
        for (const key of added) moveParty.get(id, key, client);
        return { id, added };
      };
    },
  };
}
