import type { ClientSession } from 'mongodb';
import { everyClient } from '../../../domain/contact/party.ts';
import { isHashed } from '../../common/hashed-keys.ts';
import type { ErasureStore } from '../../contract/persons/erasure.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Transactions } from '../connection/transactions.ts';
import type { Collections } from '../documents/collections.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import { createHashSuppression } from './hash-suppression.ts';

/** Deletes the documents of an address of a client, with and without an extension, and its consents. */
export async function dropParties(
  { parties, consents }: Pick<Collections, 'parties' | 'consents'>,
  { client, address }: { client: string; address: string },
  session: ClientSession,
): Promise<void> {
  const extended = { $gt: `${address};ext=`, $lt: `${address};ext>` };
  await parties.deleteMany({ client, $or: [{ address }, { address: extended }] }, { session });
  await consents.deleteMany({ client, address }, { session });
}

/** Removes the keys of persons, and keeps hashes of those that are suppressed. */
export function createEraseKeys(parts: {
  collections: Pick<Collections, 'suppressions' | 'consents' | 'parties' | 'hashKeys'>;
  transactions: Transactions;
  clientLog: ClientLog;
  suppressionReads: SuppressionReads;
  suppressions: Pick<Suppressions, 'write'>;
}): ErasureStore['eraseKeys'] {
  const { collections, transactions, clientLog } = parts;
  const hashSuppression = createHashSuppression(parts);
  return ({ client, keys, optOut, contacts, by, at }) =>
    transactions.run(async (session) => {
      const suppressed = new Set<string>();
      for (const address of keys.filter((one) => !isHashed(one))) {
        for (const list of [client, everyClient]) {
          const order = { client: list, address, optOut: list === client ? optOut : null, by, at };
          if (await hashSuppression(order, session)) suppressed.add(address);
        }
        await dropParties(collections, { client, address }, session);
      }
      const data = { contacts, suppressed: suppressed.size };
      await clientLog.append(client, { type: 'person.erased', at, by, data }, session);
      return suppressed.size;
    });
}
