import { RingmasterError } from '../../domain/errors.ts';
import type { TableCount } from '../../persistence/move/copy-tables.ts';

export function otherTarget({ found, target }: { found: string; target: string }): RingmasterError {
  return new RingmasterError({
    code: 'store.other-target',
    family: 'conflict',
    message: `The store is, or was, moved to ${target}, and MONGODB_URI names ${found}. Nothing was changed.`,
    hint: `Set MONGODB_URI to ${target}.`,
  });
}

export function notMoved(): RingmasterError {
  return new RingmasterError({
    code: 'store.not-moved',
    family: 'conflict',
    message: 'The store was not moved, so there is nothing to undo.',
  });
}

export function targetInUse(target: string): RingmasterError {
  return new RingmasterError({
    code: 'store.move-in-use',
    family: 'conflict',
    message: `The move cannot be undone: the campaigns have been in use at ${target} since. They would run twice.`,
    hint: 'Continue with STORE=mongodb.',
  });
}

export function undone(target: string): RingmasterError {
  return new RingmasterError({
    code: 'store.move-undone',
    family: 'conflict',
    message: `The move to ${target} was undone.`,
    hint: 'Run ringmaster migrate --from FOLDER --undo to finish the undo, then drop the database to move again.',
  });
}

export function differs({
  counts,
  logs,
}: {
  counts: readonly TableCount[];
  logs: readonly string[];
}): RingmasterError {
  const tables = counts.map(({ table, rows, documents }) => `${table}: ${rows} rows, ${documents} documents`);
  return new RingmasterError({
    code: 'store.move-differs',
    family: 'fault',
    message: `The copy differs from the store: ${[...tables, ...logs].join('; ')}. The database is not used.`,
    hint: 'Run ringmaster migrate --from FOLDER --undo, drop the database, and move again.',
  });
}
