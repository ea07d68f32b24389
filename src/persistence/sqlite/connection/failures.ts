import { dirname, resolve } from 'node:path';
import { isRingmasterError, RingmasterError } from '../../../domain/errors.ts';
import { invalidTurn } from '../../contract/failures.ts';
import { findNoRoom, freeInWords, noRoomReason } from '../../../platform/disk-room.ts';

/** Result codes of SQLite (https://www.sqlite.org/rescode.html) that have a meaning here. */
const codes = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  constraint: 19,
  notADatabase: 26,
};

/** Returns the primary SQLite result code of an error, without its extension; null if the error is not from SQLite. */
export function sqliteCodeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

/**
 * Returns whether the disk is the cause of a failed write. The store then reports that it is unhealthy until a write
 * succeeds.
 */
export function isDiskTrouble(error: unknown): boolean {
  return isRingmasterError(error, 'store.full') || isRingmasterError(error, 'store.failed');
}

/** Translates an error of SQLite. Errors of the product are returned as they are. */
export function translateFailure({ error, path }: { error: unknown; path: string }): unknown {
  const code = sqliteCodeOf(error);
  if (code === null) return isClosed(error) ? closedFailure({ path, cause: error }) : error;
  const cause = error;
  const file = path;
  switch (code) {
    case codes.full:
      return fullFailure({ path, reason: noRoomBeside(path) ?? 'the disk is full', cause });
    case codes.constraint:
      return invalidTurn(`A write adds what is stored already: ${messageOf(error)}.`, {}, cause);
    case codes.corrupt:
    case codes.notADatabase:
      return corruptFailure({ path, cause });
    case codes.busy:
    case codes.locked:
      return lockedFailure({ path, cause });
    case codes.cantOpen:
    case codes.readOnly:
      return roomFailure(path, cause) ?? unreadableFailure({ path, cause });
    default:
      return (
        roomFailure(path, cause) ??
        new RingmasterError({
          code: 'store.failed',
          family: 'fault',
          message: `The database ${path} could not be used: ${messageOf(error)}.`,
          hint: 'Look at the disk and its free space; the store tries again with the next write.',
          details: { file, sqlite: code },
          cause,
        })
      );
  }
}

/**
 * SQLite also reports `disk I/O error` for a disk quota, a limit on file sizes, and a full disk if it needs another
 * file.
 */
function roomFailure(path: string, cause: unknown): RingmasterError | null {
  const reason = noRoomBeside(path);
  return reason === null ? null : fullFailure({ path, reason, cause });
}

function noRoomBeside(path: string): string | null {
  return path === ':memory:' ? null : findNoRoom([path, `${path}-wal`]);
}

/**
 * Returns the error for a system error in the folder of the store that means that there is no room; null for any
 * other.
 */
export function noRoomFailure({ path, error }: { path: string; error: unknown }): RingmasterError | null {
  const reason = noRoomReason(error);
  return reason === null ? null : fullFailure({ path, reason, cause: error });
}

function fullFailure({ path, reason, cause }: About & { reason: string }): RingmasterError {
  const folder = dirname(resolve(path));
  const free = freeInWords(path);
  return new RingmasterError({
    code: 'store.full',
    family: 'overloaded',
    message: `There is no room for ${path}: ${reason}${free === '' ? '' : `; ${free} in ${folder}`}. Nothing of this write was kept.`,
    hint: 'Make room there. A running service continues with its next write; if it did not start, start it again.',
    details: { file: path, folder },
    cause,
  });
}

type About = { path: string; cause?: unknown };

export function lockedFailure({ path, cause }: About): RingmasterError {
  return new RingmasterError({
    code: 'store.locked',
    family: 'conflict',
    message: `Another process, or another store in this one, has ${path} open; only one may.`,
    hint: 'Stop the other one (it lets go when it ends, however it ends), or choose another DATA_DIR.',
    details: { file: path },
    cause,
  });
}

export function corruptFailure({ path, cause }: About): RingmasterError {
  return new RingmasterError({
    code: 'store.corrupt',
    family: 'fault',
    message: `${path} is damaged or no SQLite database at all (${messageOf(cause)}); it was left as it is.`,
    hint: 'Put a backup in its place, or move the file away to start with an empty store.',
    details: { file: path },
    cause,
  });
}

export function foreignFailure({ path }: About): RingmasterError {
  return new RingmasterError({
    code: 'store.foreign',
    family: 'refused',
    message: `${path} is a database of some other program; it was left as it is.`,
    hint: 'Choose another file or another DATA_DIR.',
    details: { file: path },
  });
}

export function newerFailure({
  path,
  found,
  known,
}: About & { found: number; known: number }): RingmasterError {
  return new RingmasterError({
    code: 'store.newer',
    family: 'refused',
    message: `${path} was written by a newer Ringmaster (schema ${found}, this one knows ${known}); it was left as it is.`,
    hint: 'Start the newer version, or choose another DATA_DIR.',
    details: { file: path, found, known },
  });
}

export function missingFailure({
  path,
  isEmpty,
  left,
}: About & { isEmpty: boolean; left: readonly string[] }): RingmasterError {
  return new RingmasterError({
    code: 'store.missing',
    family: 'fault',
    message: `${path} is ${isEmpty ? 'empty' : 'missing'}, and ${left.join(' and ')} of it ${left.length === 1 ? 'is' : 'are'} still there: the store was removed or lost. Nothing was changed.`,
    hint: `Put the file back, or restore a backup of the whole folder. To begin with an empty store remove ${path}* as well.`,
    details: { file: path, left },
  });
}

export function framesLostFailure({
  path,
  found,
  known,
}: About & { found: number; known: number }): RingmasterError {
  return new RingmasterError({
    code: 'store.frames-lost',
    family: 'fault',
    message: `${path}-wal is damaged, cut short, removed or another one: ${found} of at least ${known} pages of acknowledged commits can be read. Nothing was changed.`,
    hint: `Restore a backup of ${path} (remove ${path}-wal and ${path}-state then). Without one, remove ${path}-state to accept what can be read: people who were called, opted out or were suppressed since may be missing, so cancel campaigns instead of resuming them.`,
    details: { file: path, found, known },
  });
}

export function goneFailure({ path, what }: About & { what: string }): RingmasterError {
  return new RingmasterError({
    code: 'store.gone',
    family: 'fault',
    message: `${what} while it was in use: nothing that is written now would be found again, so nothing is acknowledged any more.`,
    hint: 'Put the files back as they were, or restore a backup; then start the service again. Calls under way go on at the carrier.',
    details: { file: path },
  });
}

export function unreadableFailure({ path, cause }: About): RingmasterError {
  return new RingmasterError({
    code: 'store.unreadable',
    family: 'refused',
    message: `${path} cannot be opened for writing (${messageOf(cause)}).`,
    hint: 'Check that its folder exists and that this user may write to the folder and the file.',
    details: { file: path },
    cause,
  });
}

export function closedFailure({ path, cause }: About): RingmasterError {
  return new RingmasterError({
    code: 'store.closed',
    family: 'fault',
    message: `The store ${path} has been closed.`,
    details: { file: path },
    cause,
  });
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown reason';
}
