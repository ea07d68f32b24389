import { everyClient } from '../../../domain/contact/party.ts';
import { coversPerson } from '../../../domain/do-not-contact/suppression.ts';
import type { Connection } from '../connection/connection.ts';
import type { Persons } from './persons.ts';
import type { SuppressionReads } from './suppression-reads.ts';

/** The marks of persons who opted out of all contact. Both verbs run within the running transaction. */
export type OptOuts = {
  /** Marks the persons of addresses that a full opt-out suppresses; the persons of all clients if `client` is `*`. */
  mark: (of: { client: string; addresses: readonly string[] }) => void;
  /** Removes the mark after a full opt-out was removed, unless another list has one for the address. */
  lift: (of: { client: string; address: string }) => void;
};

export function createOptOuts({
  connection: { prepare },
  persons,
  reads,
}: {
  connection: Pick<Connection, 'prepare'>;
  persons: Pick<Persons, 'personAt' | 'putOptOut'>;
  reads: Pick<SuppressionReads, 'entriesOf'>;
}): OptOuts {
  const clientsAt = prepare('SELECT client FROM parties WHERE address = ?');

  /** Returns the reason of a full opt-out of the address on the lists of this client, or null. */
  const fullOptOut = (client: string, address: string): string | null => {
    for (const list of [client, everyClient]) {
      const entry = reads.entriesOf(list, address).find(coversPerson);
      if (entry) return entry.reason;
    }
    return null;
  };
  const clientsOf = (client: string, address: string): string[] =>
    client === everyClient ? clientsAt.all(address).map(([one]) => one as string) : [client];

  return {
    mark({ client, addresses }) {
      for (const address of addresses) {
        for (const owner of clientsOf(client, address)) {
          const optOut = fullOptOut(owner, address);
          const person = optOut === null ? null : persons.personAt(owner, address);
          if (person?.optOut === null) persons.putOptOut(person, optOut);
        }
      }
    },
    lift({ client, address }) {
      for (const owner of clientsOf(client, address)) {
        const person = fullOptOut(owner, address) === null ? persons.personAt(owner, address) : null;
        if (person && person.optOut !== null) persons.putOptOut(person, null);
      }
    },
  };
}
