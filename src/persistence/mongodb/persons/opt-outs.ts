import type { ClientSession } from 'mongodb';
import { isFullOptOut } from '../../../domain/contact/opt-out.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import type { Suppression } from '../../../domain/contact/party.ts';
import type { Collections } from '../documents/collections.ts';
import type { Persons } from './persons.ts';

export type SuppressionKey = Pick<Suppression, 'client' | 'address'>;

/** A space is part of no client's name, and of no address. */
export function suppressionId({ client, address }: SuppressionKey): string {
  return `${client} ${address}`;
}

export type OptOuts = {
  /**
   * Marks the persons behind addresses that are suppressed by a full opt-out, within the running transaction; of every
   * client where `client` is `*`.
   */
  mark: (of: { client: string; addresses: readonly string[] }, session: ClientSession) => Promise<void>;
  /** Takes the mark off, after a full opt-out was taken off one list. */
  lift: (of: SuppressionKey, session: ClientSession) => Promise<void>;
};

/** The marks of persons who opted out from everything. */
export function createOptOuts({
  collections: { suppressions },
  persons,
}: {
  collections: Pick<Collections, 'suppressions'>;
  persons: Pick<Persons, 'personsAt' | 'putOptOut'>;
}): OptOuts {
  /** The reason of a full opt-out of the address on the lists of this client, or null. */
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
