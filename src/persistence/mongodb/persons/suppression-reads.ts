import type { ClientSession } from 'mongodb';
import { everyClient } from '../../../domain/contact/party.ts';
import { isInForce } from '../../../domain/do-not-contact/suppression.ts';
import type { Suppression, SuppressionList } from '../../../domain/do-not-contact/suppression.ts';
import { markOf } from '../../common/bars.ts';
import type { MarksFor } from '../../common/bars.ts';
import { hashedAddress, hashedRange } from '../../common/hashed-keys.ts';
import type { HashKey } from '../../common/hashed-keys.ts';
import type { Collections } from '../documents/collections.ts';
import { suppressionId } from './suppression-id.ts';

/** An entry, with the address that was asked for; perhaps only its hash is stored. */
export type FoundSuppression = Suppression & { id: string };

export type SuppressionReads = {
  /** Resolves with the entries of addresses on these lists, also expired ones. Each is found by its `_id`. */
  find: (
    input: { lists: readonly SuppressionList[]; addresses: readonly string[] },
    session?: ClientSession,
  ) => Promise<readonly FoundSuppression[]>;
  /** Resolves with the entries of an address on the list of a client (or `*`) and of all its campaigns. */
  entriesOf: (
    client: string,
    address: string,
    session?: ClientSession,
  ) => Promise<readonly FoundSuppression[]>;
  /**
   * Resolves with the function that finds, for these keys, the entries that a campaign must obey at an instant; null if no
   * list that concerns it has an entry.
   */
  openMarks: (
    input: SuppressionList & { at: number; keys: readonly string[] },
    session?: ClientSession,
  ) => Promise<MarksFor | null>;
  hashKeys: (session?: ClientSession) => Promise<readonly HashKey[]>;
};

export function createSuppressionReads(
  collections: Pick<Collections, 'suppressions' | 'hashKeys'>,
): SuppressionReads {
  const { suppressions } = collections;
  const keys = createReadKeys(collections);
  const find: SuppressionReads['find'] = async ({ lists, addresses }, session) => {
    if (addresses.length === 0) return [];
    const known = await keysFor(
      collections,
      lists.map(({ client }) => client),
      session,
    );
    const asked = new Map<string, string>();
    for (const list of lists)
      for (const address of addresses)
        for (const stored of formsOf({ known, client: list.client, address }))
          asked.set(suppressionId({ ...list, address: stored }), address);
    const found = await suppressions
      .find({ _id: { $in: [...asked.keys()] } }, { ...(session && { session }) })
      .toArray();
    return found.map(({ _id, ...entry }) => ({
      id: _id,
      ...entry,
      address: asked.get(_id) ?? entry.address,
    }));
  };
  return {
    find,
    hashKeys: keys,
    async entriesOf(client, address, session) {
      const known = await keysFor(collections, [client], session);
      const found = await suppressions
        .find(
          { client, address: { $in: formsOf({ known, client, address }) } },
          { ...(session && { session }) },
        )
        .toArray();
      const entries = found.map(({ _id, ...entry }) => ({ id: _id, ...entry, address }));
      return entries.toSorted((left, right) => compare(left.campaign ?? '', right.campaign ?? ''));
    },
    async openMarks({ client, campaign, at, keys: asked }, session) {
      const any = await suppressions.findOne(
        { client: { $in: [client, everyClient] } },
        { projection: { _id: 1 }, ...(session && { session }) },
      );
      if (any === null) return null;
      const lists = [client, everyClient].map((one) => ({ client: one, campaign: null }));
      const all = campaign === null ? lists : [...lists, { client, campaign }];
      const found = await find({ lists: all, addresses: [...new Set(asked)] }, session);
      const inForce = found.filter((entry) => isInForce(entry, at));
      // The entries of the client itself come first, those of every client last.
      const ordered = inForce.toSorted(
        (left, right) => Number(left.client === everyClient) - Number(right.client === everyClient),
      );
      const byKey = Map.groupBy(ordered, ({ address }) => address);
      return (key) => (byKey.get(key) ?? []).map((entry) => markOf(entry, key));
    },
  };
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function createReadKeys({ hashKeys }: Pick<Collections, 'hashKeys'>): SuppressionReads['hashKeys'] {
  return async (session) => {
    const found = await hashKeys
      .find({}, { ...(session && { session }) })
      .sort({ _id: 1 })
      .toArray();
    return found.map(({ _id, ...key }) => ({ number: _id, ...key }));
  };
}

/** Resolves with the keys with which the lists of these clients may have hashes. */
async function keysFor(
  collections: Pick<Collections, 'suppressions' | 'hashKeys'>,
  clients: readonly string[],
  session: ClientSession | undefined,
): Promise<readonly HashKey[]> {
  const { first, last } = hashedRange;
  const hashed = await collections.suppressions.findOne(
    { client: { $in: [...new Set(clients)] }, address: { $gte: first, $lt: last } },
    { projection: { _id: 1 }, ...(session && { session }) },
  );
  return hashed ? createReadKeys(collections)(session) : [];
}

function formsOf({
  known,
  client,
  address,
}: {
  known: readonly HashKey[];
  client: string;
  address: string;
}): string[] {
  return [address, ...known.map((key) => hashedAddress(key, { client, address }))];
}
