import { personKeysOf } from '../../../domain/contact/contact.ts';
import type { ContactKeys } from '../../../domain/contact/contact.ts';
import { joinPersons } from '../../../domain/contact/join-persons.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { parties } from '../rows/persons/person-rows.ts';

/**
 * The space in bytes that new rows reserve for the first turn: about the size of an attempt's id, a day and a touch.
 */
const personRoom = 100;

export type PersonFinder = {
  /**
   * Finds, creates or joins the person of a new contact within the running transaction. Also returns the keys that
   * lead to the person from now on.
   */
  personOf: (client: string, contact: ContactKeys) => { id: number; added: readonly string[] };
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
  const insert = prepare(
    `INSERT INTO persons (client, rev, room) VALUES (?, 0, zeroblob(${personRoom})) RETURNING id`,
  );
  const findParty = prepare('SELECT person FROM parties WHERE address = ? AND client = ?');
  const putParty = prepare(insertInto('parties', parties.names));
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

  return {
    find,
    personOf(client, contact) {
      const added: string[] = [];
      let person: number | null = null;
      for (const key of personKeysOf(contact)) {
        const known = find(client, key);
        if (known === null) {
          added.push(key);
          continue;
        }
        const found = survivorOf(known);
        if (person !== null && person !== found) join(Math.min(person, found), Math.max(person, found));
        person = person === null ? found : Math.min(person, found);
      }
      person ??= insert.get(client)?.[0] as number;
      for (const key of added) putParty.get(key, client, person);
      return { id: person, added };
    },
  };
}
