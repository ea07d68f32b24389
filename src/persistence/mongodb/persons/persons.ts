import type { ClientSession } from 'mongodb';
import type { Person } from '../../../domain/contact/person.ts';
import type { PersonStore } from '../../contract/persons/persons.ts';
import type { PersonChange } from '../../contract/store.ts';
import type { Collections } from '../documents/collections.ts';
import type { PersonDoc } from '../documents/person-documents.ts';

export type Persons = Pick<PersonStore, 'readPersons' | 'findPerson'> & {
  /**
   * Resolves with the persons with these ids, as numbers, keyed by the id asked for. The id of a person that was
   * joined into another one leads to that other person.
   */
  readSurvivors: (ids: readonly number[], session?: ClientSession) => Promise<ReadonlyMap<number, Person>>;
  /** Resolves with the ids of changes whose person has another revision than expected. */
  outdated: (changes: readonly PersonChange[]) => Promise<string[]>;
  /**
   * Changes persons on condition of their revs. Resolves with false if one has another rev; the transaction must be
   * aborted then.
   */
  write: (changes: readonly PersonChange[], session: ClientSession) => Promise<boolean>;
  /** Resolves with the persons of an address: that of one client, or those of all clients. */
  personsAt: (of: { client: string | null; address: string }, session: ClientSession) => Promise<Person[]>;
  /** Changes the opt-out of a person that was just read, within the running transaction. */
  putOptOut: (person: Person, optOut: string | null, session: ClientSession) => Promise<void>;
  /**
   * Writes to the persons of these addresses, after the suppression that bars them was committed. A turn that mints
   * for one of them and did not see it has either committed before this resolves, or it conflicts with this write and
   * runs again.
   */
  meetTurnsUnderWay: (addresses: readonly string[]) => Promise<void>;
};

/** Stores the persons of clients: what the campaigns of a client share about them. */
export function createPersons({
  persons,
  parties,
  contacts,
}: Pick<Collections, 'persons' | 'parties' | 'contacts'>): Persons {
  const readSurvivors = createReadSurvivors(persons);
  const write: Persons['write'] = async (changes, session) => {
    if (changes.length === 0) return true;
    const { matchedCount } = await persons.bulkWrite(
      changes.map(({ person: { id, ...person }, expectedRev }) => ({
        updateOne: { filter: { _id: Number(id), rev: expectedRev }, update: { $set: person } },
      })),
      { session, ordered: false },
    );
    return matchedCount === changes.length;
  };

  return {
    readSurvivors,
    write,
    async readPersons(ids) {
      const found = await readSurvivors(ids.map(Number));
      return new Map(
        ids.flatMap((id) => {
          const person = found.get(Number(id));
          return person ? [[id, person] as const] : [];
        }),
      );
    },
    async findPerson({ client, address }) {
      const party = await parties.findOne({ client, address }, { projection: { person: 1 } });
      return party && ((await readSurvivors([party.person])).get(party.person) ?? null);
    },
    async outdated(changes) {
      if (changes.length === 0) return [];
      const ids = changes.map(({ person }) => Number(person.id));
      const found = await persons.find({ _id: { $in: ids } }, { projection: { rev: 1 } }).toArray();
      const revs = new Map(found.map(({ _id, rev }) => [_id, rev]));
      return changes
        .filter(({ person, expectedRev }) => revs.get(Number(person.id)) !== expectedRev)
        .map(({ person }) => person.id);
    },
    async personsAt({ client, address }, session) {
      const found = await parties
        .find({ address, ...(client !== null && { client }) }, { projection: { person: 1 }, session })
        .toArray();
      const survivors = await readSurvivors(
        found.map(({ person }) => person),
        session,
      );
      return [...new Map([...survivors.values()].map((person) => [person.id, person])).values()];
    },
    async putOptOut(person, optOut, session) {
      await write([{ person: { ...person, rev: person.rev + 1, optOut }, expectedRev: person.rev }], session);
    },
    async meetTurnsUnderWay(addresses) {
      if (addresses.length === 0) return;
      const found = await contacts
        .find({ keys: { $in: [...addresses] } }, { projection: { person: 1 } })
        .toArray();
      const survivors = await readSurvivors(found.map(({ person }) => person));
      const ids = [...survivors.values()].map(({ id }) => Number(id));
      if (ids.length > 0) await persons.updateMany({ _id: { $in: ids } }, { $inc: { touches: 1 } });
    },
  };
}

function createReadSurvivors(persons: Collections['persons']): Persons['readSurvivors'] {
  return async (ids, session) => {
    const known = new Map<number, Person>();
    let wanted = [...new Set(ids)];
    while (wanted.length > 0) {
      const found = await persons.find({ _id: { $in: wanted } }, { ...(session && { session }) }).toArray();
      for (const document of found) known.set(document._id, personFrom(document));
      const next = found.flatMap(({ mergedInto }) => (mergedInto === null ? [] : Number(mergedInto)));
      wanted = [...new Set(next)].filter((id) => !known.has(id));
    }
    const survivorOf = (person: Person): Person => {
      const into = person.mergedInto === null ? undefined : known.get(Number(person.mergedInto));
      return into ? survivorOf(into) : person;
    };
    return new Map(
      ids.flatMap((id) => {
        const person = known.get(id);
        return person ? [[id, survivorOf(person)] as const] : [];
      }),
    );
  };
}

/** Documents of schema 12 and earlier have no starts. */
function personFrom({ _id, touches: _t, recent = {}, ...person }: PersonDoc): Person {
  return { id: String(_id), ...person, recent };
}
