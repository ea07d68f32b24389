import { RingmasterError } from '../domain/errors.ts';
import { freeInWords, noRoomReason } from '../platform/disk-room.ts';
import { findPortHolder } from './listener/port-holder.ts';

/** The command line does not make sense. */
export function usageError(message: string, hint?: string): RingmasterError {
  return new RingmasterError({
    code: 'cli.usage',
    family: 'invalid',
    message,
    ...(hint !== undefined && { hint }),
  });
}

export function unreachable({ url, hint }: { url: string; hint: string }): RingmasterError {
  return new RingmasterError({
    code: 'cli.unreachable',
    family: 'fault',
    message: `No service answers at ${url}.`,
    hint,
  });
}

/** The user pressed Ctrl-C, or the process was asked to end. */
export function interrupted(message: string, hint?: string): RingmasterError {
  return new RingmasterError({
    code: 'cli.interrupted',
    family: 'refused',
    message,
    ...(hint !== undefined && { hint }),
  });
}

/** The reason of a system error, such as `ENOENT` or `EADDRINUSE`. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Whether the disk, a quota or a limit left no room for a write. */
export function isNoRoom(error: unknown): boolean {
  return noRoomReason(error) !== null;
}

/** Puts an error of the system into words; returns other errors unchanged. */
export function systemError(error: unknown): unknown {
  const reason = noRoomReason(error);
  if (reason === null) return error;
  const path =
    error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : null;
  const where = path === null ? '' : ` for ${path} (${freeInWords(path)})`;
  return new RingmasterError({
    code: 'store.full',
    family: 'overloaded',
    message: `There is no room${where}: ${reason}.`,
    hint: 'Make room, or choose another DATA_DIR; then start it again: it resumes at the same position.',
    cause: error,
  });
}

/** The disk has no room for a file or for the output of a command; `path` names it. */
export function noRoom({
  path,
  reason,
  cause,
}: {
  path: string;
  reason: string;
  cause: unknown;
}): RingmasterError {
  return new RingmasterError({
    code: 'cli.no-room',
    family: 'overloaded',
    message: `${path} cannot be written: ${reason}.`,
    hint: 'Make room, or write it to a place with more room.',
    cause,
  });
}

/** A failed `listen` in our words; other errors stay as they are. */
export function portError({ error, port, hint }: { error: unknown; port: number; hint: string }): unknown {
  const code = systemCode(error);
  if (code === 'EADDRINUSE') {
    const pid = findPortHolder(port);
    const holder = pid === null ? '' : ` (pid ${pid})`;
    return portRefused(`Port ${port} is in use by another program${holder}.`, hint);
  }
  if (code === 'EACCES') return portRefused(`This user may not listen on port ${port}.`, hint);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return portRefused('HOST is not an address of this machine.', 'Set HOST to one of its addresses.');
  }
  return error;
}

function portRefused(message: string, hint: string): RingmasterError {
  return new RingmasterError({ code: 'cli.port-unusable', family: 'fault', message, hint });
}
