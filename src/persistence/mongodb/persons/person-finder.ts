import type { ClientSession } from 'mongodb';
import { personKeysOf } from '../../../domain/contact/contact.ts';
import type { ContactKeys } from '../../../domain/contact/contact.ts';
import { joinPersons } from '../../../domain/contact/join-persons.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { Collections } from '../documents/collections.ts';
import type { PartyDoc } from '../documents/person-documents.ts';
import type { NextNumber } from '../documents/counters.ts';
import type { Persons } from './persons.ts';

/**
 * Finds, creates or joins the persons of new contacts, in their order, within the running transaction. `fresh`: the
 * keys that lead to them from now on.
 */
export type FindPersons = (
  client: string,
  contacts: readonly ContactKeys[],
  session: ClientSession,
) => Promise<{ persons: number[]; fresh: string[] }>;

/** Returns the id of a party. Names of clients contain no spaces. */
export const partyId = (client: string, address: string): string => `${client} ${address}`;

/** Finds persons by the keys of contacts, and joins persons if a contact has keys of several. */
export function createPersonFinder({
  collections: { persons, parties },
  readSurvivors,
  nextNumber,
}: {
  collections: Pick<Collections, 'persons' | 'parties'>;
  readSurvivors: Persons['readSurvivors'];
  nextNumber: NextNumber;
}): FindPersons {
  return async (client, contacts, session) => {
    const keys = [...new Set(contacts.flatMap(personKeysOf))];
    const known = await parties
      .find({ _id: { $in: keys.map((key) => partyId(client, key)) } }, { session })
      .toArray();
    const survivors = await readSurvivors(
      known.map(({ person }) => person),
      session,
    );
    const plan = createPlan({
      client,
      known,
      survivors,
      first: await nextNumber('persons', contacts.length),
    });
    const found = contacts.map((contact) => plan.personOf(contact));
    if (plan.made.length > 0) await persons.insertMany(plan.made.map(documentOf), { session });
    if (plan.added.length > 0) await parties.insertMany([...plan.added], { session });
    const changed = plan.changed();
    if (changed.length > 0) {
      await persons.bulkWrite(
        changed.map((person) => {
          const { _id, ...replacement } = documentOf(person);
          return { replaceOne: { filter: { _id }, replacement } };
        }),
        { session },
      );
    }
    return { persons: found, fresh: plan.added.map(({ address }) => address) };
  };
}

/** Computes in memory the changes that a chunk of contacts makes to persons and parties. */
function createPlan({
  client,
  known,
  survivors,
  first,
}: {
  client: string;
  known: readonly PartyDoc[];
  survivors: ReadonlyMap<number, Person>;
  /** The first number that is free for new persons. */
  first: number;
}) {
  const current = new Map([...survivors.values()].map((person) => [Number(person.id), person]));
  const owners = new Map(
    known.map(({ address, person }) => [address, Number(survivors.get(person)?.id ?? person)]),
  );
  const made: Person[] = [];
  const added: PartyDoc[] = [];
  const joined = new Set<number>();
  let next = first;

  const survivorOf = (id: number): number => {
    const into = current.get(id)?.mergedInto ?? null;
    return into === null ? id : survivorOf(Number(into));
  };
  const join = (left: number, right: number): number => {
    const [survivor, other] = [current.get(Math.min(left, right)), current.get(Math.max(left, right))];
    if (!survivor || !other) return Math.min(left, right);
    const after = joinPersons({ survivor, other });
    for (const person of [after.survivor, after.other]) {
      current.set(Number(person.id), person);
      joined.add(Number(person.id));
    }
    return Number(survivor.id);
  };
  const make = (): number => {
    const id = next;
    next += 1;
    const person = newPerson(id, client);
    current.set(id, person);
    made.push(person);
    return id;
  };

  return {
    made,
    added,
    personOf(contact: ContactKeys): number {
      const keys = personKeysOf(contact);
      let person: number | null = null;
      for (const key of keys) {
        const owner = owners.get(key);
        if (owner === undefined) continue;
        const found = survivorOf(owner);
        person = person === null || person === found ? found : join(person, found);
      }
      const id = person ?? make();
      for (const key of keys) {
        if (owners.has(key)) continue;
        owners.set(key, id);
        added.push({ _id: partyId(client, key), client, address: key, person: id });
      }
      return id;
    },
    changed: () => [...joined].flatMap((id) => current.get(id) ?? []),
  };
}

function documentOf({ id, ...person }: Person) {
  return { _id: Number(id), ...person };
}

function newPerson(id: number, client: string): Person {
  return {
    id: String(id),
    client,
    rev: 0,
    openAttempts: [],
    days: {},
    recent: {},
    lastTouch: null,
    optOut: null,
    mergedInto: null,
  };
}
