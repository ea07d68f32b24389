import type { ClientSession } from 'mongodb';
import { hashedAddress, hashedRange } from '../../common/hashed-keys.ts';
import type { HashKey } from '../../common/hashed-keys.ts';
import type { Collections } from '../documents/collections.ts';
import { suppressionId } from './suppression-id.ts';

/** A suppression of an address on one list, of which perhaps only a hash is stored. */
export type FoundSuppression = {
  id: string;
  list: string;
  address: string;
  reason: string;
  by: string;
  at: number;
};

export type SuppressionReads = {
  /** Resolves with the suppressions of addresses on these lists (clients, or `*`). */
  find: (
    input: { lists: readonly string[]; addresses: readonly string[] },
    session?: ClientSession,
  ) => Promise<readonly FoundSuppression[]>;
  hashKeys: (session?: ClientSession) => Promise<readonly HashKey[]>;
};

export function createSuppressionReads({
  suppressions,
  hashKeys,
}: Pick<Collections, 'suppressions' | 'hashKeys'>): SuppressionReads {
  const { first, last } = hashedRange;
  const keys: SuppressionReads['hashKeys'] = async (session) => {
    const found = await hashKeys
      .find({}, { ...(session && { session }) })
      .sort({ _id: 1 })
      .toArray();
    return found.map(({ _id, ...key }) => ({ number: _id, ...key }));
  };
  /** Resolves with the keys with which a list may have hashes. */
  const keysFor = async (
    lists: readonly string[],
    session: ClientSession | undefined,
  ): Promise<readonly HashKey[]> => {
    const hashed = await suppressions.findOne(
      { client: { $in: [...lists] }, address: { $gte: first, $lt: last } },
      { projection: { _id: 1 }, ...(session && { session }) },
    );
    return hashed ? keys(session) : [];
  };
  return {
    hashKeys: keys,
    async find({ lists, addresses }, session) {
      if (addresses.length === 0) return [];
      const known = await keysFor(lists, session);
      const asked = new Map<string, Pick<FoundSuppression, 'list' | 'address'>>();
      for (const list of lists)
        for (const address of addresses)
          for (const stored of [
            address,
            ...known.map((key) => hashedAddress(key, { client: list, address })),
          ])
            asked.set(suppressionId({ client: list, address: stored }), { list, address });
      const found = await suppressions
        .find(
          { _id: { $in: [...asked.keys()] } },
          { projection: { reason: 1, by: 1, at: 1 }, ...(session && { session }) },
        )
        .toArray();
      return found.flatMap(({ _id, reason, by, at }) => {
        const one = asked.get(_id);
        return one ? [{ id: _id, ...one, reason, by, at }] : [];
      });
    },
  };
}
