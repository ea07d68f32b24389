import { attempts, attemptSource } from '../rows/attempts/attempt-rows.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection } from '../connection/connection.ts';
import type { OpenAttempts } from './open-attempts.ts';
import type { SyncStore } from '../sync-store.ts';

/** Reads attempts by id, and the open attempts of a campaign. */
export function createAttempts({
  connection,
  readHead,
  openAttempts,
}: {
  connection: Connection;
  readHead: ReadHead;
  openAttempts: OpenAttempts;
}): Pick<SyncStore, 'readOpenAttempts' | 'readAttempts' | 'findOpenAttempts'> {
  const readById = connection.prepare(
    `SELECT ${attempts.select({ inFull: true })} FROM ${attemptSource} WHERE attempts.id = ?`,
  );
  return {
    readOpenAttempts(campaign) {
      const head = readHead(campaign);
      return head ? openAttempts.ofCampaign(head.number).map(attempts.read) : [];
    },
    findOpenAttempts: ({ providerId }) =>
      openAttempts
        .all()
        .map(attempts.read)
        .filter((attempt) => attempt.providerId === providerId || attempt.receipt === providerId)
        .slice(0, 2),
    readAttempts: (ids) =>
      ids.flatMap((id) => {
        const row = readById.get(id);
        return row ? [attempts.read(row)] : [];
      }),
  };
}
