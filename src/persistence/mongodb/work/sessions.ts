import type { SessionRecord, SessionStore } from '../../contract/sessions.ts';
import type { Collections } from '../connection/collections.ts';
import { isDuplicateKey } from '../connection/failures.ts';
import { dropOldest } from './drop-oldest.ts';

/** Sign-ins to the dashboard. */
export function createSessions({ sessions }: Pick<Collections, 'sessions'>): SessionStore {
  return {
    async putSession({ tokenHash, ...session }) {
      try {
        await sessions.insertOne({ _id: tokenHash, ...session });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async readSession(tokenHash) {
      const found = await sessions.findOne({ _id: tokenHash });
      if (!found) return null;
      const { _id, ...session } = found;
      return { tokenHash: _id, ...session } satisfies SessionRecord;
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
      dropOldest({ collection: sessions, filter: { expiresAt: { $lt: before } }, limit }),
  };
}
