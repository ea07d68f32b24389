import type { ClientSession } from 'mongodb';
import { everyClient } from '../../../domain/contact/party.ts';
import { hashedAddress, hashKeyFor, isHashed } from '../../common/hashed-keys.ts';
import type { HashKey } from '../../common/hashed-keys.ts';
import { keptReason } from '../../common/redaction.ts';
import type { ErasureStore } from '../../contract/persons/erasure.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Transactions } from '../connection/transactions.ts';
import type { Collections } from '../documents/collections.ts';
import { suppressionId } from '../persons/suppression-id.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';

/** Removes the keys of persons, and keeps hashes of those that are suppressed. */
export function createEraseKeys({
  collections: { suppressions, parties, hashKeys },
  transactions,
  clientLog,
  suppressionReads,
}: {
  collections: Pick<Collections, 'suppressions' | 'parties' | 'hashKeys'>;
  transactions: Transactions;
  clientLog: ClientLog;
  suppressionReads: SuppressionReads;
}): ErasureStore['eraseKeys'] {
  const currentKey = async (at: number, session: ClientSession): Promise<HashKey> => {
    const { key, isNew } = hashKeyFor(await suppressionReads.hashKeys(session), at);
    const { number, ...rest } = key;
    if (isNew) await hashKeys.insertOne({ _id: number, ...rest }, { session });
    return key;
  };
  return ({ client, keys, optOut, contacts, by, at }) =>
    transactions.run(async (session) => {
      const suppressed = new Set<string>();
      for (const address of keys.filter((one) => !isHashed(one))) {
        for (const list of [client, everyClient]) {
          const known = await suppressionReads.find({ lists: [list], addresses: [address] }, session);
          const plainId = suppressionId({ client: list, address });
          const plain = await suppressions.findOne({ _id: plainId }, { session });
          const isOptedOut = list === client && optOut !== null && known.length === 0;
          const reason = isOptedOut ? keptReason(optOut) : plain && keptReason(plain.reason);
          if (reason !== null) {
            const hashed = hashedAddress(await currentKey(at, session), { client: list, address });
            const _id = suppressionId({ client: list, address: hashed });
            const kept = { client: list, address: hashed, reason, by: plain?.by ?? by, at: plain?.at ?? at };
            await suppressions.replaceOne({ _id }, kept, { upsert: true, session });
          }
          if (plain) await suppressions.deleteOne({ _id: plainId }, { session });
          if (reason !== null || known.length > 0) suppressed.add(address);
        }
        await parties.deleteMany(
          {
            client,
            $or: [{ address }, { address: { $gt: `${address};ext=`, $lt: `${address};ext>` } }],
          },
          { session },
        );
      }
      const data = { contacts, suppressed: suppressed.size };
      await clientLog.append(client, { type: 'person.erased', at, by, data }, session);
      return suppressed.size;
    });
}
