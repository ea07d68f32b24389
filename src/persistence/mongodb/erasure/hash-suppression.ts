import type { ClientSession } from 'mongodb';
import { isInForce, lasting } from '../../../domain/do-not-contact/suppression.ts';
import type { Suppression } from '../../../domain/do-not-contact/suppression.ts';
import { hashedAddress, hashKeyFor } from '../../common/hashed-keys.ts';
import type { HashKey } from '../../common/hashed-keys.ts';
import { keptReason } from '../../common/redaction.ts';
import type { Collections } from '../documents/collections.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';
import type { Suppressions } from '../persons/suppressions.ts';

/**
 * Replaces the entries of an address on the list of a client (or `*`) and of its campaigns by their keyed hashes, within the
 * running transaction. Expired entries are removed. With `optOut` an address without an entry on the list of the client gets
 * one. Resolves with whether the address is suppressed on one of these lists.
 */
export type HashSuppression = (
  input: { client: string; address: string; optOut: string | null; by: string; at: number },
  session: ClientSession,
) => Promise<boolean>;

export function createHashSuppression({
  collections: { suppressions, hashKeys },
  suppressionReads,
  suppressions: { write },
}: {
  collections: Pick<Collections, 'suppressions' | 'hashKeys'>;
  suppressionReads: SuppressionReads;
  suppressions: Pick<Suppressions, 'write'>;
}): HashSuppression {
  const currentKey = async (at: number, session: ClientSession): Promise<HashKey> => {
    const { key, isNew } = hashKeyFor(await suppressionReads.hashKeys(session), at);
    const { number, ...rest } = key;
    if (isNew) await hashKeys.insertOne({ _id: number, ...rest }, { session });
    return key;
  };
  return async ({ client, address, optOut, by, at }, session) => {
    const found = await suppressionReads.entriesOf(client, address, session);
    const entries = found.filter((entry) => isInForce(entry, at));
    const plain = await suppressions.find({ client, address }, { session }).toArray();
    await suppressions.deleteMany({ client, address }, { session });
    const kept = plain
      .map(({ _id: _i, ...entry }): Suppression => entry)
      .filter((entry) => isInForce(entry, at));
    if (optOut !== null && !entries.some(({ campaign }) => campaign === null))
      kept.push(lasting({ client, address, reason: optOut, source: 'touch', by, at }));
    if (kept.length === 0) return entries.length > 0;
    const hashed = hashedAddress(await currentKey(at, session), { client, address });
    const hashes = kept.map((entry) => ({
      ...entry,
      address: hashed,
      reason: keptReason(entry.reason),
      origin: null,
    }));
    await write(hashes, session);
    return true;
  };
}
