import { RingmasterError } from '../../domain/errors.ts';
import { makeFolder } from '../../platform/make-folder.ts';

/** Creates a data folder and its missing parents. Throws `store.unreadable`. */
export function makeDataFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (cause) {
    throw unusableFolder(path, cause);
  }
}

export function unusableFolder(path: string, cause: unknown): RingmasterError {
  return new RingmasterError({
    code: 'store.unreadable',
    family: 'refused',
    message: `The data folder ${path} cannot be used (${cause instanceof Error ? cause.message : 'unknown reason'}).`,
    hint: 'Check that this user is allowed to write there, or choose another DATA_DIR.',
    details: { folder: path },
    cause,
  });
}
