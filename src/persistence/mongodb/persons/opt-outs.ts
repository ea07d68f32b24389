import type { ClientSession } from 'mongodb';
import { isFullOptOut } from '../../../domain/contact/opt-out.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import type { Suppression } from '../../../domain/contact/party.ts';
import type { Collections } from '../documents/collections.ts';
import type { Persons } from './persons.ts';

export type SuppressionKey = Pick<Suppression, 'client' | 'address'>;

/** Returns the id of a suppression. Names of clients and addresses contain no spaces. */
export function suppressionId({ client, address }: SuppressionKey): string {
  return `${client} ${address}`;
}

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
  collections: { suppressions },
  persons,
}: {
  collections: Pick<Collections, 'suppressions'>;
  persons: Pick<Persons, 'personsAt' | 'putOptOut'>;
}): OptOuts {
  /** Resolves with the reason of a full opt-out of the address on the lists of this client, or null. */
  const fullOptOut = async (client: string, address: string, session: ClientSession) => {
    const ids = [client, everyClient].map((whose) => suppressionId({ client: whose, address }));
    const found = await suppressions.find({ _id: { $in: ids } }, { session }).toArray();
    const own = found.toSorted((left) => (left.client === client ? -1 : 1));
    return own.find(({ reason }) => isFullOptOut(reason))?.reason ?? null;
  };
  const personsAt = (client: string, address: string, session: ClientSession) =>
    persons.personsAt({ client: client === everyClient ? null : client, address }, session);

  return {
    async mark({ client, addresses }, session) {
      const listed = await suppressions
        .find(
          { address: { $in: [...addresses] }, client: { $in: [client, everyClient] } },
          { projection: { address: 1, reason: 1 }, session },
        )
        .toArray();
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
