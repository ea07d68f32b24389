import { basename, dirname, join } from 'node:path';

/** The file operations of a restore, each of which takes effect completely or not at all. */
export type FileMoves = {
  /** Returns whether a file exists. */
  has: (path: string) => boolean;
  /** Moves a file to a name in the same file system. */
  move: (from: string, to: string) => void;
  remove: (path: string) => void;
  makeFolder: (path: string) => void;
  /** Makes earlier operations in a folder survive a power failure. */
  sync: (folder: string) => void;
};

/** Returns the path under which a restored store is prepared. A service does not open it. */
export function preparedPath(store: string): string {
  return `${store}.restoring`;
}

/**
 * Moves the files of the old store to the folder `aside`, and the prepared one into its place. A kill leaves the old
 * store, the new one, or files that a service refuses to open (`store.missing`, `store.frames-lost`): the state file of
 * the old store stays until the new store is in place, so that no service takes the folder for an empty one. Running it
 * again completes it.
 */
export function putInPlace({
  store,
  sends,
  aside,
  files,
}: {
  store: string;
  /** The send log of the old store. It proves nothing about the attempts of the new one. */
  sends: string;
  aside: string;
  files: FileMoves;
}): void {
  const { has, move, remove, makeFolder, sync } = files;
  const moveAside = (path: string): void => {
    if (!has(path)) return;
    makeFolder(aside);
    move(path, join(aside, basename(path)));
  };
  const folder = dirname(store);
  moveAside(store);
  moveAside(`${store}-wal`);
  if (has(`${store}-shm`)) remove(`${store}-shm`);
  moveAside(sends);
  sync(folder);
  move(preparedPath(store), store);
  sync(folder);
  moveAside(`${store}-state`);
  sync(folder);
}
