import type { SessionStore } from '../../contract/clients/sessions.ts';
import type { Connection } from '../connection/connection.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { sessions } from '../rows/clients/session-rows.ts';
import type { SyncStore } from '../sync-store.ts';

/** Stores the sessions of the dashboard, by the hash of their token. */
export function createSessions({
  connection,
}: {
  connection: Connection;
}): Pick<SyncStore, keyof SessionStore> {
  const { prepare, transact, countChanges } = connection;
  const insert = prepare(`${insertInto('sessions', sessions.names)} ON CONFLICT (token_hash) DO NOTHING`);
  const read = prepare(`SELECT ${sessions.select()} FROM sessions WHERE token_hash = ?`);
  const extend = prepare(
    'UPDATE sessions SET expires_at = ?1 WHERE token_hash = ?2 AND revoked_at IS NULL AND expires_at < ?1',
  );
  const revoke = prepare('UPDATE sessions SET revoked_at = ? WHERE token_hash = ? AND revoked_at IS NULL');
  const revokeOf = prepare('UPDATE sessions SET revoked_at = ? WHERE by = ? AND revoked_at IS NULL');
  const drop = prepare(
    `DELETE FROM sessions WHERE token_hash IN
       (SELECT token_hash FROM sessions WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
  );
  const findExpired = prepare('SELECT 1 FROM sessions WHERE expires_at < ? LIMIT 1');
  return {
    putSession: (session) => transact(() => insert.run(...sessions.cells(session)).changes === 1),
    readSession(tokenHash) {
      const row = read.get(tokenHash);
      return row ? sessions.read(row) : null;
    },
    extendSession: ({ tokenHash, until }) => transact(() => extend.run(until, tokenHash).changes === 1),
    revokeSession: ({ tokenHash, at }) => transact(() => revoke.run(at, tokenHash).changes === 1),
    revokeSessionsOf: ({ by, at }) => transact(() => countChanges(() => revokeOf.run(at, by))),
    dropSessions: ({ before, limit }) =>
      transact(() => {
        drop.run(before, limit);
        return findExpired.get(before) !== undefined;
      }),
  };
}
