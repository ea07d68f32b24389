import type { ClientSession } from 'mongodb';
import { isFullOptOut } from '../../../domain/contact/opt-out.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import type { Persons } from './persons.ts';
import type { SuppressionKey } from './suppression-id.ts';
import type { SuppressionReads } from './suppression-reads.ts';

export type OptOuts = {
  /**
   * Marks, within the running transaction, the persons of addresses that a full opt-out suppresses; the persons of all
   * clients if `client` is `*`.
   */
  mark: (of: { client: string; addresses: readonly string[] }, session: ClientSession) => Promise<void>;
  /** Removes the mark after a full opt-out was removed, unless another list has one for the address. */
  lift: (of: SuppressionKey, session: ClientSession) => Promise<void>;
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
    const found = await reads.find({ lists: [client, everyClient], addresses: [address] }, session);
    const own = found.toSorted((left) => (left.list === client ? -1 : 1));
    return own.find(({ reason }) => isFullOptOut(reason))?.reason ?? null;
  };
  const personsAt = (client: string, address: string, session: ClientSession) =>
    persons.personsAt({ client: client === everyClient ? null : client, address }, session);

  return {
    async mark({ client, addresses }, session) {
      const listed = await reads.find({ lists: [client, everyClient], addresses }, session);
      const opted = new Set(
        listed.filter(({ reason }) => isFullOptOut(reason)).map(({ address }) => address),
      );
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
