import type { ClientSession } from 'mongodb';
import { addTo, coversPerson } from '../../../domain/do-not-contact/suppression.ts';
import type { Addition, Suppression } from '../../../domain/do-not-contact/suppression.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import type { Store } from '../../contract/store.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Requests } from '../clients/requests.ts';
import type { Transactions } from '../connection/transactions.ts';
import type { Collections } from '../documents/collections.ts';
import type { OptOuts } from './opt-outs.ts';
import type { Persons } from './persons.ts';
import { suppressionId } from './suppression-id.ts';
import type { SuppressionReads } from './suppression-reads.ts';

export type Suppressions = Pick<
  Store,
  'putSuppression' | 'putSuppressions' | 'removeSuppression' | 'listSuppressions' | 'readSuppressions'
> &
  Pick<SuppressionReads, 'openMarks'> & {
    /**
     * Adds entries, within the running transaction, and resolves with what is stored. An entry replaces a stored one only if
     * that weakens nothing.
     */
    write: (suppressions: readonly Suppression[], session: ClientSession) => Promise<readonly Addition[]>;
    markOptOuts: OptOuts['mark'];
  };

type Parts = {
  collections: Pick<Collections, 'suppressions'>;
  clientLog: ClientLog;
  optOuts: OptOuts;
  persons: Pick<Persons, 'meetTurnsUnderWay'>;
  reads: SuppressionReads;
  requests: Requests;
  transactions: Transactions;
};

/** Stores the do-not-contact lists. Persons that opted out are marked in the same transaction. */
export function createSuppressions(parts: Parts): Suppressions {
  const { collections, optOuts, persons, reads, requests, transactions } = parts;
  const write = createWrite(collections.suppressions);
  const put = async (
    entries: readonly Suppression[],
    session: ClientSession,
  ): Promise<readonly Addition[]> => {
    const additions = await write(entries, session);
    for (const { stored } of additions) {
      const { client, address } = stored;
      if (coversPerson(stored)) await optOuts.mark({ client, addresses: [address] }, session);
    }
    return additions;
  };

  return {
    openMarks: reads.openMarks,
    write,
    markOptOuts: optOuts.mark,
    async putSuppression(suppression, request) {
      const stored = await requests.once({
        request,
        client: suppression.client,
        async work(session) {
          const [addition] = await put([suppression], session);
          return addition?.stored ?? suppression;
        },
      });
      await persons.meetTurnsUnderWay([suppression.address]);
      return stored;
    },
    async putSuppressions(entries) {
      const counts = { added: 0, changed: 0, unchanged: 0 };
      const additions = await transactions.run((session) => put(entries, session));
      for (const { effect } of additions) counts[effect] += 1;
      await persons.meetTurnsUnderWay(entries.map(({ address }) => address));
      return counts;
    },
    removeSuppression: createRemove(parts),
    async readSuppressions({ clients, address }) {
      const found = await Promise.all(clients.map((client) => reads.entriesOf(client, address)));
      return found.flat().map(({ id: _i, ...entry }) => entry);
    },
    listSuppressions: (input) => listSuppressions(collections.suppressions, input),
  };
}

function createWrite(suppressions: Collections['suppressions']): Suppressions['write'] {
  return async (added, session) => {
    if (added.length === 0) return [];
    const found = await suppressions.find({ _id: { $in: added.map(suppressionId) } }, { session }).toArray();
    const current = new Map<string, Suppression>(found.map(({ _id, ...entry }) => [_id, entry]));
    const changed = new Map<string, Suppression>();
    const additions = added.map((entry) => {
      const id = suppressionId(entry);
      const addition = addTo(current.get(id) ?? null, entry);
      if (addition.effect === 'unchanged') return addition;
      current.set(id, addition.stored);
      changed.set(id, addition.stored);
      return addition;
    });
    if (changed.size > 0) {
      await suppressions.bulkWrite(
        [...changed].map(([_id, entry]) => ({
          replaceOne: { filter: { _id }, replacement: { ...entry }, upsert: true },
        })),
        { session, ordered: false },
      );
    }
    return additions;
  };
}

function createRemove({
  collections: { suppressions },
  clientLog,
  optOuts,
  reads,
  requests,
}: Parts): Suppressions['removeSuppression'] {
  return ({ client, campaign, address, why, by, at }, request) =>
    requests.once({
      request,
      client,
      async work(session) {
        const lists = [{ client, campaign }];
        const found = await reads.find({ lists, addresses: [address] }, session);
        const covering = found.find(coversPerson);
        const reason = (covering ?? found[0])?.reason;
        if (reason === undefined) return false;
        await suppressions.deleteMany({ _id: { $in: found.map(({ id }) => id) } }, { session });
        if (covering) await optOuts.lift({ client, address }, session);
        const data = {
          address,
          reason,
          ...(campaign !== null && { campaign }),
          ...(why !== null && { why }),
        };
        await clientLog.append(client, { type: 'suppression.removed', at, by, data }, session);
        return true;
      },
      keep: (removed) => removed,
    });
}

async function listSuppressions(
  suppressions: Collections['suppressions'],
  { client, campaign, after, limit }: Parameters<Store['listSuppressions']>[0],
): ReturnType<Store['listSuppressions']> {
  const cursor = readCursor({ after, form: ['', '', ''] as const });
  const [lastClient, lastAddress, lastCampaign] = cursor ?? ['', '', ''];
  const later = cursor && {
    $or: [
      { client: lastClient, address: lastAddress, campaign: { $gt: lastCampaign } },
      { client: lastClient, address: { $gt: lastAddress } },
      { client: { $gt: lastClient } },
    ],
  };
  const found = await suppressions
    .find({
      ...(client !== undefined && { client }),
      ...(campaign !== undefined && { campaign }),
      ...later,
    })
    .sort({ client: 1, address: 1, campaign: 1 })
    .limit(limit + 1)
    .toArray();
  const page = toPage({
    found,
    limit,
    cursorOf: ({ client: of, address, campaign: one }) => [of, address, one ?? ''],
  });
  return { ...page, items: page.items.map(({ _id: _i, ...suppression }) => suppression) };
}
