import { RingmasterError } from '../../../domain/errors.ts';
import type { Collections } from '../documents/collections.ts';
import type { MoveDoc } from '../documents/move-document.ts';

/**
 * Notes that a database into which an embedded store was moved is in use, so that the move cannot be undone any more. Rejects
 * with `store.moving` if the move is not complete, and with `store.move-undone` if it was undone.
 */
export async function enterMoved({ moves }: Pick<Collections, 'moves'>): Promise<void> {
  const found = await moves.findOneAndUpdate(
    { _id: 'embedded', state: 'copied' },
    { $set: { state: 'served' } },
    { returnDocument: 'after' },
  );
  const { state } = found ?? (await moves.findOne({ _id: 'embedded' })) ?? { state: 'served' };
  if (state !== 'served') throw notServed(state);
}

function notServed(state: MoveDoc['state']): RingmasterError {
  if (state === 'undone')
    return new RingmasterError({
      code: 'store.move-undone',
      family: 'refused',
      message: 'The database has the copy of an embedded store that is in use again.',
      hint: 'Drop the database, or set another one in MONGODB_URI.',
    });
  return new RingmasterError({
    code: 'store.moving',
    family: 'refused',
    message: 'An embedded store is being moved into the database, and the move is not complete.',
    hint: 'Run ringmaster migrate --from FOLDER again: it continues the move.',
  });
}
