import type { SessionRecord, SessionStore } from '../../contract/clients/sessions.ts';
import type { Collections } from '../documents/collections.ts';
import { insertOnce } from '../documents/insert-once.ts';
import { dropSome } from '../documents/delete-some.ts';

/** Stores the sessions of the dashboard. */
export function createSessions({ sessions }: Pick<Collections, 'sessions'>): SessionStore {
  return {
    async putSession({ tokenHash, ...session }) {
      return insertOnce(sessions, { _id: tokenHash, ...session });
    },
    async readSession(tokenHash) {
      const found = await sessions.findOne({ _id: tokenHash });
      if (!found) return null;
      const { _id, ...session } = found;
      return { tokenHash: _id, ...session } satisfies SessionRecord;
    },
    async extendSession({ tokenHash, until }) {
      const { modifiedCount } = await sessions.updateOne(
        { _id: tokenHash, revokedAt: null, expiresAt: { $lt: until } },
        { $set: { expiresAt: until } },
      );
      return modifiedCount === 1;
    },
    async revokeSession({ tokenHash, at }) {
      const { modifiedCount } = await sessions.updateOne(
        { _id: tokenHash, revokedAt: null },
        { $set: { revokedAt: at } },
      );
      return modifiedCount === 1;
    },
    async revokeSessionsOf({ by, at }) {
      const { modifiedCount } = await sessions.updateMany(
        { by, revokedAt: null },
        { $set: { revokedAt: at } },
      );
      return modifiedCount;
    },
    dropSessions: ({ before, limit }) =>
      dropSome({ collection: sessions, filter: { expiresAt: { $lt: before } }, limit }),
  };
}
