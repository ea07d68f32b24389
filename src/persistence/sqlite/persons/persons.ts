import type { Person } from '../../../domain/contact/person.ts';
import type { PersonChange } from '../../contract/store.ts';
import type { Connection } from '../connection/connection.ts';
import { numberedAssignments } from '../rows/columns/sql.ts';
import { persons } from '../rows/persons/person-rows.ts';
import type { SyncStore } from '../sync-store.ts';
import { createPersonFinder } from './person-finder.ts';
import type { PersonFinder } from './person-finder.ts';

const changed = persons.pick('rev', 'openAttempts', 'days', 'recent', 'lastTouch', 'optOut', 'mergedInto');

export type Persons = Pick<SyncStore, 'readPersons' | 'findPerson'> &
  Pick<PersonFinder, 'openFinder'> & {
    /** Returns the ids of changes whose person has another revision than expected. */
    outdated: (changes: readonly PersonChange[]) => string[];
    /**
     * Changes persons on condition of their revs. Returns false if one has another rev; everything must be rolled back
     * then.
     */
    write: (changes: readonly PersonChange[]) => boolean;
    /** Returns the person of an address of a client, or null. */
    personAt: (client: string, address: string) => Person | null;
    /** Changes the opt-out of a person that was just read, within the running transaction. */
    putOptOut: (person: Person, optOut: string | null) => void;
  };

/** Stores the persons of clients: what the campaigns of a client share about them. */
export function createPersons({ connection }: { connection: Connection }): Persons {
  const { prepare, countChanges } = connection;
  const read = prepare(`SELECT ${persons.select()} FROM persons WHERE id = ?`);
  const update = prepare(
    `UPDATE persons SET ${numberedAssignments(changed.names, 3)}, room = NULL WHERE id = ?1 AND rev = ?2`,
  );
  const readRev = prepare('SELECT rev FROM persons WHERE id = ?');

  const readSurvivor = (id: number): Person | null => {
    const row = read.get(id);
    if (!row) return null;
    const person = persons.read(row);
    return person.mergedInto === null ? person : readSurvivor(Number(person.mergedInto));
  };

  const put = (person: Person, expectedRev: number): void => {
    update.get(Number(person.id), expectedRev, ...changed.cells(person));
  };

  const { find, openFinder } = createPersonFinder({ connection, readSurvivor, put });

  const personAt: Persons['personAt'] = (client, address) => {
    const id = find(client, address);
    return id === null ? null : readSurvivor(id);
  };

  return {
    readPersons(ids) {
      const found = new Map<string, Person>();
      for (const id of ids) {
        const person = readSurvivor(Number(id));
        if (person) found.set(id, person);
      }
      return found;
    },
    findPerson: ({ client, address }) => personAt(client, address),
    outdated: (changes) =>
      changes
        .filter(({ person, expectedRev }) => readRev.get(Number(person.id))?.[0] !== expectedRev)
        .map(({ person }) => person.id),
    write(changes) {
      const written = countChanges(() => {
        for (const { person, expectedRev } of changes) put(person, expectedRev);
      });
      return written === changes.length;
    },
    openFinder,
    personAt,
    putOptOut(person, optOut) {
      put({ ...person, rev: person.rev + 1, optOut }, person.rev);
    },
  };
}
