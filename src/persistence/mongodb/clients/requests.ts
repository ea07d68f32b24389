import type { ClientSession } from 'mongodb';
import type { FulfilledRequest, RequestKey, StoredRequest } from '../../../domain/request-key.ts';
import type { RequestStore } from '../../contract/clients/requests.ts';
import type { Collections, RequestDoc } from '../documents/collections.ts';
import { dropSome } from '../documents/delete-some.ts';
import type { Transactions } from '../connection/transactions.ts';

export type Requests = RequestStore & {
  /**
   * Does the work in a transaction, once per request. A repeat resolves with the result of the first time. If `keep`
   * rejects a result, its key is not stored.
   */
  once: <Result>(input: {
    request: RequestKey | undefined;
    work: (session: ClientSession) => Promise<Result>;
    keep?: (result: Result) => boolean;
  }) => Promise<Result>;
  /** Resolves with whether the work of one of these requests is done. */
  isAnyFulfilled: (requests: readonly RequestKey[], session: ClientSession) => Promise<boolean>;
  /** Stores a fulfilled request within the running transaction. */
  write: (request: FulfilledRequest, session: ClientSession) => Promise<void>;
};

/** Stores the keys of requests in the commit of their work, and later the answers. */
export function createRequests({
  collections: { requests },
  transactions,
}: {
  collections: Pick<Collections, 'requests'>;
  transactions: Transactions;
}): Requests {
  const write: Requests['write'] = async ({ key, digest, at, result }, session) => {
    await requests.updateOne(
      { _id: key },
      { $set: { result }, $setOnInsert: { digest, at } },
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
    once: ({ request, work, keep = () => true }) =>
      transactions.run(async (session) => {
        const known = request && (await requests.findOne({ _id: request.key }, { session }));
        if (typeof known?.result === 'string') return JSON.parse(known.result) as never;
        const result = await work(session);
        if (request && keep(result)) {
          await write({ ...request, result: JSON.stringify(result) }, session);
        }
        return result;
      }),
    async readRequest(key) {
      const found = await requests.findOne({ _id: key });
      return found ? requestFrom(found) : null;
    },
    async putReply({ key, digest, at, status, body }) {
      await requests.updateOne(
        { _id: key },
        { $set: { digest, status, body }, $setOnInsert: { at } },
        { upsert: true },
      );
    },
    async removeRequest(key) {
      await requests.deleteOne({ _id: key });
    },
    dropRequests: ({ before, limit }) =>
      dropSome({ collection: requests, filter: { at: { $lt: before } }, sort: { at: 1 }, limit }),
  };
}

function requestFrom({ _id, digest, at, result, status, body }: RequestDoc): StoredRequest {
  return {
    key: _id,
    digest,
    at,
    result: result ?? null,
    reply: status === undefined ? null : { status, body: body ?? '' },
  };
}
