import type { ClientSession } from 'mongodb';
import { hashedAddress, hashKeyFor } from '../../common/hashed-keys.ts';
import type { HashKey } from '../../common/hashed-keys.ts';
import { keptReason } from '../../common/redaction.ts';
import type { Collections } from '../documents/collections.ts';
import { suppressionId } from '../persons/suppression-id.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';

/**
 * Replaces the suppression of an address on one list by its keyed hash, within the running transaction. With `optOut` an
 * address without a suppression gets one. Resolves with whether the address is suppressed on the list.
 */
export type HashSuppression = (
  input: { list: string; address: string; optOut: string | null; by: string; at: number },
  session: ClientSession,
) => Promise<boolean>;

export function createHashSuppression({
  collections: { suppressions, hashKeys },
  suppressionReads,
}: {
  collections: Pick<Collections, 'suppressions' | 'hashKeys'>;
  suppressionReads: SuppressionReads;
}): HashSuppression {
  const currentKey = async (at: number, session: ClientSession): Promise<HashKey> => {
    const { key, isNew } = hashKeyFor(await suppressionReads.hashKeys(session), at);
    const { number, ...rest } = key;
    if (isNew) await hashKeys.insertOne({ _id: number, ...rest }, { session });
    return key;
  };
  return async ({ list, address, optOut, by, at }, session) => {
    const known = await suppressionReads.find({ lists: [list], addresses: [address] }, session);
    const plainId = suppressionId({ client: list, address });
    const plain = await suppressions.findOne({ _id: plainId }, { session });
    const reason =
      optOut !== null && known.length === 0 ? keptReason(optOut) : plain && keptReason(plain.reason);
    if (reason !== null) {
      const hashed = hashedAddress(await currentKey(at, session), { client: list, address });
      const _id = suppressionId({ client: list, address: hashed });
      const kept = { client: list, address: hashed, reason, by: plain?.by ?? by, at: plain?.at ?? at };
      await suppressions.replaceOne({ _id }, kept, { upsert: true, session });
    }
    if (plain) await suppressions.deleteOne({ _id: plainId }, { session });
    return reason !== null || known.length > 0;
  };
}
