import { isOpen } from '../../../domain/attempt/attempt.ts';
import type { Turn } from '../../contract/store.ts';
import { isBare, mintedFields, progressFields } from '../rows/attempts/attempt-rows.ts';
import { insertInto, numberedAssignments } from '../rows/columns/sql.ts';
import type { Connection } from '../connection/connection.ts';
import { invalidTurn } from '../../contract/failures.ts';
import { keyOf } from '../../common/keys.ts';

type TurnAttempts = {
  /** Writes the attempts of a turn, within the running transaction. */
  write: (input: { campaign: number; lastAttempt: number; turn: Turn }) => void;
  /** Remembers the keys of the attempts of a committed turn. */
  remember: (turn: Turn) => void;
};

/**
 * Writes attempts. The keys of open attempts are remembered, so that their next change needs no index. Other attempts,
 * such as those from before a restart, are found by id.
 */
export function createTurnAttempts({ connection }: { connection: Connection }): TurnAttempts {
  const { prepare } = connection;
  const insert = prepare(insertInto('attempts', ['key', 'campaign', ...mintedFields.names]));
  const update = prepare(
    `UPDATE attempts SET ${numberedAssignments(progressFields.names, 2)} WHERE key = ?1`,
  );
  const readKey = prepare('SELECT key FROM attempts WHERE id = ?');
  const raiseLast = prepare('UPDATE campaigns SET last_attempt = ? WHERE number = ?');
  const openKeys = new Map<string, number>();
  let mintedKeys: readonly number[] = [];

  const keyOfAttempt = (id: string): number => {
    const key = openKeys.get(id) ?? readKey.get(id)?.[0];
    if (typeof key === 'number') return key;
    throw invalidTurn(`A turn changes the attempt ${id}, which is not stored.`, { attempt: id });
  };

  return {
    write({ campaign, lastAttempt, turn: { minted, attempts } }) {
      mintedKeys = minted.map((attempt, index) => {
        const key = keyOf(campaign, lastAttempt + index + 1);
        insert.get(key, campaign, ...mintedFields.cells(attempt));
        if (!isBare(attempt)) update.get(key, ...progressFields.cells(attempt));
        return key;
      });
      if (minted.length > 0) raiseLast.get(lastAttempt + minted.length, campaign);
      for (const attempt of attempts) update.get(keyOfAttempt(attempt.id), ...progressFields.cells(attempt));
    },
    remember({ minted, attempts }) {
      minted.forEach(({ id }, index) => openKeys.set(id, mintedKeys[index] as number));
      for (const { id, state } of attempts) {
        if (!isOpen(state)) openKeys.delete(id);
      }
    },
  };
}
