import { RingmasterError } from '../../../domain/errors.ts';
import { insertInto } from '../rows/columns/sql.ts';
import { moves } from '../rows/move-rows.ts';
import type { Move } from '../rows/move-rows.ts';
import type { Connection } from './connection.ts';

/** Returns the move of the store to MongoDB, or null. */
export function readMove({ prepare }: Pick<Connection, 'prepare'>): Move | null {
  const row = prepare(`SELECT ${moves.select()} FROM moves`).get();
  return row ? moves.read(row) : null;
}

/** Replaces the mark of a move; null removes it. */
export function writeMove({ prepare, transact }: Connection, move: Move | null): void {
  transact(() => {
    prepare('DELETE FROM moves').run();
    if (move) prepare(insertInto('moves', moves.names)).run(...moves.cells(move));
  });
}

/** Throws `store.moved` if the store is, or was, moved: the campaigns would run twice. */
export function refuseMoved({ connection, path }: { connection: Connection; path: string }): void {
  const move = readMove(connection);
  if (!move) return;
  const { target, state } = move;
  throw new RingmasterError({
    code: 'store.moved',
    family: 'refused',
    message:
      state === 'moved'
        ? `The store ${path} was moved to ${target}. It is not opened, because its campaigns would run twice.`
        : `The store ${path} is being moved to ${target}, and the move is not complete.`,
    hint:
      state === 'moved'
        ? 'Set STORE=mongodb and MONGODB_URI. As long as the target was not in use, ringmaster migrate --from FOLDER --undo makes this store usable again.'
        : 'Run ringmaster migrate --from FOLDER again to continue, or with --undo to use this store again.',
    details: { file: path, target },
  });
}
