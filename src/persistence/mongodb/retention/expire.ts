import type { ClientSession } from 'mongodb';
import { directName, endedStates } from '../../../domain/campaign/campaign.ts';
import { isHashed } from '../../common/hashed-keys.ts';
import { keyOf } from '../../common/keys.ts';
import { blankCells } from '../../common/redaction.ts';
import type { RetentionStore } from '../../contract/campaigns/retention.ts';
import type { Transactions } from '../connection/transactions.ts';
import type { Collections } from '../documents/collections.ts';
import { dropParties } from '../erasure/erase-keys.ts';
import { createHashSuppression } from '../erasure/hash-suppression.ts';
import type { SuppressionReads } from '../persons/suppression-reads.ts';
import type { Suppressions } from '../persons/suppressions.ts';

type Ended = { number: number; client: string };

/** Removes the keys of contacts whose period is over, and the cells of their lists. */
export function createExpire(parts: {
  collections: Collections;
  transactions: Transactions;
  suppressionReads: SuppressionReads;
  suppressions: Pick<Suppressions, 'write'>;
}): Pick<RetentionStore, 'expireKeys' | 'expireRows'> {
  const { collections, transactions } = parts;
  const { campaigns, imports, importRows } = collections;
  const hashSuppression = createHashSuppression(parts);

  const endedOne = (id: string): Promise<Ended | null> =>
    campaigns.findOne(
      { _id: id, state: { $in: [...endedStates] } },
      { projection: { number: 1, client: 1 } },
    );
  // The calls have ended, although their campaign has not.
  const singleCalls = (id: string): Promise<Ended | null> =>
    campaigns.findOne({ _id: id, name: directName }, { projection: { number: 1, client: 1 } });

  return {
    async expireKeys({ campaign, positions, keys, by, at }) {
      const ended = (await endedOne(campaign)) ?? (await singleCalls(campaign));
      if (!ended || keys.length === 0) return;
      const { number, client } = ended;
      const theirs = new Set(positions.map((position) => keyOf(number, position)));
      await transactions.run(async (session) => {
        const inUse = await keysInUse(
          collections,
          { client, keys: keys.map(({ key }) => key), theirs },
          session,
        );
        for (const { key: address, optOut } of keys) {
          if (isHashed(address) || inUse.has(address)) continue;
          await hashSuppression({ client, address, optOut, by, at }, session);
          await dropParties(collections, { client, address }, session);
        }
      });
    },
    async expireRows({ campaign, after, limit }) {
      const ended = await endedOne(campaign);
      if (!ended) return null;
      const [from, last] = after === null ? [0, -1] : (JSON.parse(after) as [number, number]);
      const list = await imports.findOne(
        { campaign: ended.number, number: { $gte: from } },
        { projection: { number: 1 }, sort: { number: 1 } },
      );
      if (!list) return null;
      const { number } = list;
      const start = { import: number, row: number === from ? last : -1 };
      const rows = await importRows
        .find({ _id: { $gt: start, $lt: { import: number + 1, row: -1 } } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      const written = rows.filter(
        ({ cells, detail }) => (detail ?? '') !== '' || cells.some((cell) => cell !== ''),
      );
      if (written.length > 0)
        await importRows.bulkWrite(
          written.map(({ _id, cells }) => ({
            updateOne: {
              filter: { _id },
              update: { $set: { cells: blankCells(cells) }, $unset: { detail: true as const } },
            },
          })),
          { ordered: false },
        );
      return JSON.stringify(rows.length < limit ? [number + 1, -1] : [number, rows.at(-1)?._id.row]);
    },
  };
}

/** Resolves with those keys that another contact of the client has. */
async function keysInUse(
  { campaigns, contacts }: Pick<Collections, 'campaigns' | 'contacts'>,
  { client, keys, theirs }: { client: string; keys: readonly string[]; theirs: ReadonlySet<number> },
  session: ClientSession,
): Promise<ReadonlySet<string>> {
  const found = await contacts
    .find({ keys: { $in: [...keys] } }, { projection: { campaign: 1, keys: 1 }, session })
    .toArray();
  const others = found.filter(({ _id }) => !theirs.has(_id));
  const numbers = [...new Set(others.map(({ campaign }) => campaign))];
  const ours = await campaigns
    .find({ number: { $in: numbers }, client }, { projection: { number: 1 }, session })
    .toArray();
  const known = new Set(ours.map(({ number }) => number));
  return new Set(others.filter(({ campaign }) => known.has(campaign)).flatMap((contact) => contact.keys));
}
