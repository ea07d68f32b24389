import type { FulfilledRequest, RequestKey, StoredRequest } from '../../../domain/request-key.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { requestRows } from '../rows/clients/request-rows.ts';
import type { SyncStore } from '../sync-store.ts';

const resultFields = requestRows.pick('key', 'digest', 'at', 'result');
const replyFields = requestRows.pick('key', 'digest', 'at', 'status', 'body');

export type Requests = Pick<SyncStore, 'readRequest' | 'putReply' | 'removeRequest' | 'dropRequests'> & {
  /**
   * Does the work in a transaction, once per request. A repeat returns the result of the first time. If `keep` rejects
   * a result, its key is not stored.
   */
  once: <Result>(input: {
    request: RequestKey | undefined;
    work: () => Result;
    keep?: (result: Result) => boolean;
  }) => Result;
  isFulfilled: (request: RequestKey) => boolean;
  /** Stores a fulfilled request within the running transaction. */
  write: (request: FulfilledRequest) => void;
};

/** Stores the keys of requests in the commit of their work, and later the answers. */
export function createRequests({ connection }: { connection: Connection }): Requests {
  const { prepare, transact } = connection;
  const read = prepare(`SELECT ${requestRows.select()} FROM requests WHERE key = ?`);
  const upsertResult = prepare(
    `${insertInto('requests', resultFields.names)}
     ON CONFLICT (key) DO UPDATE SET result = excluded.result`,
  );
  const upsertReply = prepare(
    `${insertInto('requests', replyFields.names)}
     ON CONFLICT (key) DO UPDATE SET digest = excluded.digest, status = excluded.status, body = excluded.body`,
  );
  const remove = prepare('DELETE FROM requests WHERE key = ?');
  const drop = prepare(
    'DELETE FROM requests WHERE key IN (SELECT key FROM requests WHERE at < ? ORDER BY at LIMIT ?)',
  );
  const findOlder = prepare('SELECT 1 FROM requests WHERE at < ? LIMIT 1');

  const readRequest = (key: string): StoredRequest | null => {
    const row = read.get(key);
    return row ? requestFrom(row) : null;
  };
  const write = (request: FulfilledRequest): void => {
    upsertResult.run(...resultFields.cells(request));
  };

  return {
    readRequest,
    write,
    isFulfilled: ({ key }) => (readRequest(key)?.result ?? null) !== null,
    once<Result>({
      request,
      work,
      keep = () => true,
    }: {
      request: RequestKey | undefined;
      work: () => Result;
      keep?: (result: Result) => boolean;
    }): Result {
      return transact(() => {
        const known = request && readRequest(request.key);
        if (known && known.result !== null) return JSON.parse(known.result) as Result;
        const result = work();
        if (request && keep(result)) write({ ...request, result: JSON.stringify(result) });
        return result;
      });
    },
    putReply(reply) {
      transact(() => upsertReply.run(...replyFields.cells(reply)));
    },
    removeRequest(key) {
      transact(() => remove.run(key));
    },
    dropRequests: ({ before, limit }) =>
      transact(() => {
        drop.run(before, limit);
        return findOlder.get(before) !== undefined;
      }),
  };
}

function requestFrom(row: Row): StoredRequest {
  const { status, body, ...request } = requestRows.read(row);
  return { ...request, reply: status === null ? null : { status, body: body ?? '' } };
}
