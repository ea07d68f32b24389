import type { FulfilledRequest, RequestKey, StoredRequest } from '../../../domain/request-key.ts';
import type { RequestStore } from '../../contract/clients/requests.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { requestRows } from '../rows/clients/request-rows.ts';
import type { SyncStore } from '../sync-store.ts';

const resultFields = requestRows.pick('key', 'digest', 'at', 'client', 'result');
const replyFields = requestRows.pick('key', 'digest', 'at', 'client', 'status', 'body');

export type Requests = Pick<SyncStore, keyof RequestStore> & {
  /**
   * Does the work, which concerns this client (null if it is not known), in a transaction, once per request. A repeat returns the result of the first time. If `keep` rejects
   * a result, its key is not stored.
   */
  once: <Result>(input: {
    request: RequestKey | undefined;
    client: string | null;
    work: () => Result;
    keep?: (result: Result) => boolean;
  }) => Result;
  isFulfilled: (request: RequestKey) => boolean;
  /** Stores a fulfilled request within the running transaction. */
  write: (request: FulfilledRequest, client: string | null) => void;
};

/** Stores the keys of requests in the commit of their work, and later the answers. */
export function createRequests({ connection }: { connection: Connection }): Requests {
  const { prepare, transact } = connection;
  const read = prepare(`SELECT ${requestRows.select()} FROM requests WHERE key = ?`);
  const upsertResult = prepare(
    `${insertInto('requests', resultFields.names)}
     ON CONFLICT (key) DO UPDATE SET result = excluded.result, client = coalesce(excluded.client, client)`,
  );
  const upsertReply = prepare(
    `${insertInto('requests', replyFields.names)}
     ON CONFLICT (key) DO UPDATE SET digest = excluded.digest, status = excluded.status, body = excluded.body`,
  );
  const remove = prepare('DELETE FROM requests WHERE key = ?');
  const drop = prepare(
    `DELETE FROM requests WHERE key IN
       (SELECT key FROM requests WHERE client IS ? AND at < ? ORDER BY at LIMIT ?)`,
  );
  const findOlder = prepare('SELECT 1 FROM requests WHERE client IS ? AND at < ? LIMIT 1');
  const countOlder = prepare('SELECT count(*) FROM requests WHERE client IS ? AND at < ?');
  const findUnknown = prepare('SELECT 1 FROM requests WHERE client IS NULL LIMIT 1');
  const nextClient = prepare('SELECT client FROM requests WHERE client > ? ORDER BY client LIMIT 1');

  const readRequest = (key: string): StoredRequest | null => {
    const row = read.get(key);
    return row ? requestFrom(row) : null;
  };
  const write = (request: FulfilledRequest, client: string | null): void => {
    upsertResult.run(...resultFields.cells({ ...request, client }));
  };

  return {
    readRequest,
    write,
    isFulfilled: ({ key }) => (readRequest(key)?.result ?? null) !== null,
    once<Result>({
      request,
      client,
      work,
      keep = () => true,
    }: {
      request: RequestKey | undefined;
      client: string | null;
      work: () => Result;
      keep?: (result: Result) => boolean;
    }): Result {
      return transact(() => {
        const known = request && readRequest(request.key);
        if (known && known.result !== null) return JSON.parse(known.result) as Result;
        const result = work();
        if (request && keep(result)) write({ ...request, result: JSON.stringify(result) }, client);
        return result;
      });
    },
    putReply(reply) {
      transact(() => upsertReply.run(...replyFields.cells(reply)));
    },
    removeRequest(key) {
      transact(() => remove.run(key));
    },
    listRequestClients() {
      const clients: (string | null)[] = findUnknown.get() ? [null] : [];
      for (let row = nextClient.get(''); row; row = nextClient.get(row[0] as string))
        clients.push(row[0] as string);
      return clients;
    },
    dropRequests: ({ client, before, limit }) =>
      transact(() => {
        drop.run(client, before, limit);
        return findOlder.get(client, before) !== undefined;
      }),
    countRequests: ({ client, before }) => Number(countOlder.get(client, before)?.[0]),
  };
}

function requestFrom(row: Row): StoredRequest {
  const { status, body, ...request } = requestRows.read(row);
  return { ...request, reply: status === null ? null : { status, body: body ?? '' } };
}
