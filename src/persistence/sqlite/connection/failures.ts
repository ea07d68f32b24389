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
      return invalidTurn(`A write contradicts what is stored: ${messageOf(error)}.`, {}, cause);
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
          hint: 'Check the disk and its free space. The store tries again with the next write.',
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
    message: `There is no room for ${path}: ${reason}${free === '' ? '' : `; ${free} in ${folder}`}. Nothing of this write was stored.`,
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
    message: `${path} is already open, in another process or in another store of this process. Only one store may have it open.`,
    hint: 'Stop the other process, which always releases the file when it ends, or choose another DATA_DIR.',
    details: { file: path },
    cause,
  });
}

export function corruptFailure({ path, cause }: About): RingmasterError {
  return new RingmasterError({
    code: 'store.corrupt',
    family: 'fault',
    message: `${path} is damaged or is not a SQLite database (${messageOf(cause)}). It was not changed.`,
    hint: 'Replace it with a backup, or move the file away to start with an empty store.',
    details: { file: path },
    cause,
  });
}

export function foreignFailure({ path }: About): RingmasterError {
  return new RingmasterError({
    code: 'store.foreign',
    family: 'refused',
    message: `${path} is a database of another program. It was not changed.`,
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
    message: `${path} was written by a newer version of Ringmaster (schema ${found}; this version supports ${known}). It was not changed.`,
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
    message: `${path} is ${isEmpty ? 'empty' : 'missing'}, but ${left.join(' and ')} ${left.length === 1 ? 'is' : 'are'} still there: the store was removed or lost. Nothing was changed.`,
    hint: `Put the file back, or restore a backup of the whole folder. To start with an empty store, remove ${path}* as well.`,
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
    message: `${path}-wal is damaged, cut short, removed or replaced: only ${found} of at least ${known} pages of acknowledged commits can be read. Nothing was changed.`,
    hint: `Restore a backup of ${path}, and remove ${path}-wal and ${path}-state. Without a backup, remove ${path}-state to continue with the data that can be read. The latest calls, opt-outs and suppressions may then be missing, so cancel the campaigns instead of resuming them.`,
    details: { file: path, found, known },
  });
}

export function goneFailure({ path, what }: About & { what: string }): RingmasterError {
  return new RingmasterError({
    code: 'store.gone',
    family: 'fault',
    message: `${what} while it was in use. New writes would be lost, so the store refuses every call.`,
    hint: 'Put the files back, or restore a backup, then start the service again. Calls that are under way continue at the carrier.',
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
