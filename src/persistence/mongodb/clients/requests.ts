import type { ClientSession, Filter } from 'mongodb';
import type { FulfilledRequest, RequestKey, StoredRequest } from '../../../domain/request-key.ts';
import type { RequestStore } from '../../contract/clients/requests.ts';
import type { Collections, RequestDoc } from '../documents/collections.ts';
import { dropSome } from '../documents/delete-some.ts';
import type { Transactions } from '../connection/transactions.ts';

export type Requests = RequestStore & {
  /**
   * Does the work, which concerns this client (null if it is not known), in a transaction, once per request. A repeat resolves with the result of the first time. If `keep`
   * rejects a result, its key is not stored.
   */
  once: <Result>(input: {
    request: RequestKey | undefined;
    client: string | null;
    work: (session: ClientSession) => Promise<Result>;
    keep?: (result: Result) => boolean;
  }) => Promise<Result>;
  /** Resolves with whether the work of one of these requests is done. */
  isAnyFulfilled: (requests: readonly RequestKey[], session: ClientSession) => Promise<boolean>;
  /** Stores a fulfilled request within the running transaction. */
  write: (request: FulfilledRequest, client: string | null, session: ClientSession) => Promise<void>;
};

/** Stores the keys of requests in the commit of their work, and later the answers. */
export function createRequests({
  collections: { requests },
  transactions,
}: {
  collections: Pick<Collections, 'requests'>;
  transactions: Transactions;
}): Requests {
  const write: Requests['write'] = async ({ key, digest, at, result }, client, session) => {
    await requests.updateOne(
      { _id: key },
      { $set: { result, ...(client !== null && { client }) }, $setOnInsert: { digest, at } },
      { upsert: true, session },
    );
  };

  return {
    write,
    async isAnyFulfilled(asked, session) {
      if (asked.length === 0) return false;
      const keys = asked.map(({ key }) => key);
      const found = await requests.findOne({ _id: { $in: keys }, result: { $type: 'string' } }, { session });
      return found !== null;
    },
    once: ({ request, client, work, keep = () => true }) =>
      transactions.run(async (session) => {
        const known = request && (await requests.findOne({ _id: request.key }, { session }));
        if (typeof known?.result === 'string') return JSON.parse(known.result) as never;
        const result = await work(session);
        if (request && keep(result)) {
          await write({ ...request, result: JSON.stringify(result) }, client, session);
        }
        return result;
      }),
    async readRequest(key) {
      const found = await requests.findOne({ _id: key });
      return found ? requestFrom(found) : null;
    },
    async putReply({ key, digest, at, client, status, body }) {
      await requests.updateOne(
        { _id: key },
        {
          $set: { digest, status, body },
          $setOnInsert: { at, ...(client !== null && { client }) },
        },
        { upsert: true },
      );
    },
    async removeRequest(key) {
      await requests.deleteOne({ _id: key });
    },
    ...createRequestAges(requests),
  };
}

/** Finds and deletes the keys of clients by age. */
function createRequestAges(
  requests: Collections['requests'],
): Pick<RequestStore, 'listRequestClients' | 'dropRequests' | 'countRequests'> {
  return {
    async listRequestClients() {
      const unknown = await requests.findOne(ofClient(null), { projection: { _id: 1 } });
      const clients: (string | null)[] = unknown ? [null] : [];
      for (let after = ''; ;) {
        const [next] = await requests
          .find({ client: { $gt: after } }, { projection: { client: 1 } })
          .sort({ client: 1 })
          .limit(1)
          .toArray();
        if (next?.client === undefined) return clients;
        clients.push((after = next.client));
      }
    },
    dropRequests: ({ client, before, limit }) =>
      dropSome({
        collection: requests,
        filter: { ...ofClient(client), at: { $lt: before } },
        sort: { at: 1 },
        limit,
      }),
    countRequests: ({ client, before }) =>
      requests.countDocuments({ ...ofClient(client), at: { $lt: before } }),
  };
}

/** A filter for the keys of a client. Null finds documents without one. */
function ofClient(client: string | null): Filter<RequestDoc> {
  return client === null ? { client: { $exists: false } } : { client };
}

function requestFrom({ _id, digest, at, client, result, status, body }: RequestDoc): StoredRequest {
  return {
    key: _id,
    digest,
    at,
    client: client ?? null,
    result: result ?? null,
    reply: status === undefined ? null : { status, body: body ?? '' },
  };
}
