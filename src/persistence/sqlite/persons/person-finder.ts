import { personKeysOf } from '../../../domain/contact/contact.ts';
import type { ContactKeys } from '../../../domain/contact/contact.ts';
import { joinPersons } from '../../../domain/contact/join-persons.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { parties } from '../rows/persons/person-rows.ts';

/** Slack in bytes left in new rows, about what the first turn adds to them: an attempt's id, the day, the touch. */
const personRoom = 100;

export type PersonFinder = {
  /**
   * The person of a new contact, found, made or joined within the running transaction, and the keys that lead to the
   * person from now on.
   */
  personOf: (client: string, contact: ContactKeys) => { id: number; added: readonly string[] };
  /** The row number that the party of an address names; the person may have been joined since. */
  find: (client: string, address: string) => number | null;
};

/** Leads from keys of contacts to persons, and joins those that a contact shows to be one. */
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
