import type { ClientSession } from 'mongodb';
import { isFullOptOut } from '../../../domain/contact/opt-out.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import type { Suppression } from '../../../domain/contact/party.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import type { Store } from '../../contract/store.ts';
import type { Collections } from '../documents/collections.ts';
import type { Persons } from './persons.ts';
import type { SuppressionReads } from './suppression-reads.ts';
import type { ClientLog } from '../clients/client-log.ts';
import { suppressionId } from './suppression-id.ts';
import type { OptOuts } from './opt-outs.ts';
import type { Requests } from '../clients/requests.ts';

export type Suppressions = Pick<
  Store,
  'putSuppression' | 'removeSuppression' | 'listSuppressions' | 'readSuppressions'
> & {
  /**
   * Resolves with the reasons why this client must not contact these addresses, by address. Addresses that it may
   * contact are absent.
   */
  reasonsFor: (
    client: string,
    addresses: readonly string[],
    session?: ClientSession,
  ) => Promise<ReadonlyMap<string, string>>;
  /** Resolves with whether any address is suppressed for this client. */
  hasAny: (client: string, session?: ClientSession) => Promise<boolean>;
  /** Adds or replaces suppressions, within the running transaction. */
  write: (suppressions: readonly Suppression[], session: ClientSession) => Promise<void>;
  markOptOuts: OptOuts['mark'];
};

/** Stores the do-not-contact lists. Persons that opted out are marked in the same transaction. */
export function createSuppressions({
  collections: { suppressions },
  clientLog,
  optOuts,
  persons,
  reads,
  requests,
}: {
  collections: Pick<Collections, 'suppressions'>;
  clientLog: ClientLog;
  optOuts: OptOuts;
  persons: Pick<Persons, 'meetTurnsUnderWay'>;
  reads: Pick<SuppressionReads, 'find'>;
  requests: Requests;
}): Suppressions {
  const write: Suppressions['write'] = async (added, session) => {
    if (added.length === 0) return;
    await suppressions.bulkWrite(
      added.map((suppression) => ({
        replaceOne: {
          filter: { _id: suppressionId(suppression) },
          replacement: { ...suppression },
          upsert: true,
        },
      })),
      { session },
    );
  };

  return {
    reasonsFor: (...input) => reasonsFor(reads, ...input),
    write,
    markOptOuts: optOuts.mark,
    hasAny: (client, session) => hasAny(suppressions, client, session),
    async putSuppression(suppression, request) {
      const { client, address } = suppression;
      const stored = await requests.once({
        request,
        client,
        async work(session) {
          await write([suppression], session);
          await optOuts.mark({ client, addresses: [address] }, session);
          return suppression;
        },
      });
      await persons.meetTurnsUnderWay([address]);
      return stored;
    },
    removeSuppression: ({ client, address, by, at }, request) =>
      requests.once({
        request,
        client,
        async work(session) {
          const key = { client, address };
          const found = await reads.find({ lists: [client], addresses: [address] }, session);
          const reason = (found.find((one) => isFullOptOut(one.reason)) ?? found[0])?.reason;
          if (reason === undefined) return false;
          await suppressions.deleteMany({ _id: { $in: found.map(({ id }) => id) } }, { session });
          if (isFullOptOut(reason)) await optOuts.lift(key, session);
          const data = { address, reason };
          await clientLog.append(client, { type: 'suppression.removed', at, by, data }, session);
          return true;
        },
        keep: (removed) => removed,
      }),
    readSuppressions: (input) => readSuppressions(reads, input),
    listSuppressions: (input) => listSuppressions(suppressions, input),
  };
}

async function hasAny(
  suppressions: Collections['suppressions'],
  ...[client, session]: Parameters<Suppressions['hasAny']>
): Promise<boolean> {
  const found = await suppressions.findOne(
    { client: { $in: [client, everyClient] } },
    { projection: { _id: 1 }, ...(session && { session }) },
  );
  return found !== null;
}

async function readSuppressions(
  reads: Pick<SuppressionReads, 'find'>,
  { lists, address }: Parameters<Store['readSuppressions']>[0],
): ReturnType<Store['readSuppressions']> {
  const found = await reads.find({ lists, addresses: [address] });
  return lists.flatMap((list) => {
    const one = found.find((entry) => entry.list === list);
    return one ? [{ client: list, address, reason: one.reason, by: one.by, at: one.at }] : [];
  });
}

async function listSuppressions(
  suppressions: Collections['suppressions'],
  { client, after, limit }: Parameters<Store['listSuppressions']>[0],
): ReturnType<Store['listSuppressions']> {
  const cursor = readCursor({ after, form: ['', ''] as const });
  const later = cursor && {
    $or: [{ client: cursor[0], address: { $gt: cursor[1] } }, { client: { $gt: cursor[0] } }],
  };
  const found = await suppressions
    .find({ ...(client !== undefined && { client }), ...later })
    .sort({ client: 1, address: 1 })
    .limit(limit + 1)
    .toArray();
  const page = toPage({ found, limit, cursorOf: ({ client, address }) => [client, address] });
  return { ...page, items: page.items.map(({ _id: _i, ...suppression }) => suppression) };
}

async function reasonsFor(
  reads: Pick<SuppressionReads, 'find'>,
  ...[client, addresses, session]: Parameters<Suppressions['reasonsFor']>
): Promise<ReadonlyMap<string, string>> {
  const found = await reads.find({ lists: [client, everyClient], addresses }, session);
  // The reason of the client itself precedes that for every client.
  const ordered = found.toSorted(
    (left, right) => Number(left.list === client) - Number(right.list === client),
  );
  return new Map(ordered.map(({ address, reason }) => [address, reason]));
}
