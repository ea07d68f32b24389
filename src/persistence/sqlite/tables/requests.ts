import type { FulfilledRequest, RequestKey, StoredRequest } from '../../../domain/request-key.ts';
import type { Connection, Row } from '../connection/connection.ts';
import type { SyncStore } from '../sync-store.ts';

export type Requests = Pick<SyncStore, 'readRequest' | 'putReply' | 'removeRequest' | 'dropRequests'> & {
  /**
   * Does the work in a transaction, once per request: a repeat gets the result of the first time. A result that `keep`
   * rejects leaves no key behind.
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

/** Keys of requests: committed with the work they asked for, and their answers. */
export function createRequests({ connection }: { connection: Connection }): Requests {
  const { prepare, transact } = connection;
  const read = prepare('SELECT key, digest, at, result, status, body FROM requests WHERE key = ?');
  const upsertResult = prepare(
    `INSERT INTO requests (key, digest, at, result) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET result = excluded.result`,
  );
  const upsertReply = prepare(
    `INSERT INTO requests (key, digest, at, status, body) VALUES (?, ?, ?, ?, ?)
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
  const write = ({ key, digest, at, result }: FulfilledRequest): void => {
    upsertResult.run(key, digest, at, result);
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
    putReply({ key, digest, at, status, body }) {
      transact(() => upsertReply.run(key, digest, at, status, body));
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
  const status = row[4] as number | null;
  return {
    key: row[0] as string,
    digest: row[1] as string,
    at: row[2] as number,
    result: row[3] as string | null,
    reply: status === null ? null : { status, body: row[5] as string },
  };
}
