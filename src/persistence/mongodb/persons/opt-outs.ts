import type { ClientSession } from 'mongodb';
import { everyClient } from '../../../domain/contact/party.ts';
import { coversPerson } from '../../../domain/do-not-contact/suppression.ts';
import type { SuppressionList } from '../../../domain/do-not-contact/suppression.ts';
import type { Persons } from './persons.ts';
import type { SuppressionReads } from './suppression-reads.ts';

export type OptOuts = {
  /**
   * Marks, within the running transaction, the persons of addresses that a full opt-out suppresses; the persons of all
   * clients if `client` is `*`.
   */
  mark: (of: { client: string; addresses: readonly string[] }, session: ClientSession) => Promise<void>;
  /** Removes the mark after a full opt-out was removed, unless another list has one for the address. */
  lift: (of: { client: string; address: string }, session: ClientSession) => Promise<void>;
};

/** Stores the marks of persons that opted out of all contact. */
export function createOptOuts({
  reads,
  persons,
}: {
  reads: Pick<SuppressionReads, 'find'>;
  persons: Pick<Persons, 'personsAt' | 'putOptOut'>;
}): OptOuts {
  /** Resolves with the reason of a full opt-out of the address on the lists of this client, or null. */
  const fullOptOut = async (client: string, address: string, session: ClientSession) => {
    const found = await reads.find({ lists: listsOf(client), addresses: [address] }, session);
    const own = found.toSorted((left) => (left.client === client ? -1 : 1));
    return own.find(coversPerson)?.reason ?? null;
  };
  const personsAt = (client: string, address: string, session: ClientSession) =>
    persons.personsAt({ client: client === everyClient ? null : client, address }, session);

  return {
    async mark({ client, addresses }, session) {
      const listed = await reads.find({ lists: listsOf(client), addresses }, session);
      const opted = new Set(listed.filter(coversPerson).map(({ address }) => address));
      for (const address of opted) {
        for (const person of await personsAt(client, address, session)) {
          const optOut = person.optOut === null ? await fullOptOut(person.client, address, session) : null;
          if (optOut !== null) await persons.putOptOut(person, optOut, session);
        }
      }
    },
    async lift({ client, address }, session) {
      for (const person of await personsAt(client, address, session)) {
        if (person.optOut === null || (await fullOptOut(person.client, address, session)) !== null) continue;
        await persons.putOptOut(person, null, session);
      }
    },
  };
}

/** The lists whose entries may cover a person of a client. */
function listsOf(client: string): SuppressionList[] {
  return [client, everyClient].map((one) => ({ client: one, campaign: null }));
}
