import { RingmasterError } from '../domain/errors.ts';
import { freeInWords, noRoomReason } from '../platform/disk-room.ts';
import { findPortHolder } from './listener/port-holder.ts';

/** The error of a wrong command line: `cli.usage`. */
export function usageError(message: string, hint?: string): RingmasterError {
  return new RingmasterError({
    code: 'cli.usage',
    family: 'invalid',
    message,
    ...(hint !== undefined && { hint }),
  });
}

/** The error of a service that does not answer: `cli.unreachable`. */
export function unreachable({ url, hint }: { url: string; hint: string }): RingmasterError {
  return new RingmasterError({
    code: 'cli.unreachable',
    family: 'fault',
    message: `No service answers at ${url}.`,
    hint,
  });
}

/** The error of a command that Ctrl-C or a termination signal stopped: `cli.interrupted`. */
export function interrupted(message: string, hint?: string): RingmasterError {
  return new RingmasterError({
    code: 'cli.interrupted',
    family: 'refused',
    message,
    ...(hint !== undefined && { hint }),
  });
}

/** Returns the code of a system error, such as `ENOENT` or `EADDRINUSE`; null for other errors. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Whether a write failed because of a full disk, a quota or a limit. */
export function isNoRoom(error: unknown): boolean {
  return noRoomReason(error) !== null;
}

/** Converts the system error of a full disk into `store.full`. Returns other errors unchanged. */
export function systemError(error: unknown): unknown {
  const reason = noRoomReason(error);
  if (reason === null) return error;
  const path =
    error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : null;
  const where = path === null ? '' : ` for ${path} (${freeInWords(path)})`;
  return new RingmasterError({
    code: 'store.full',
    family: 'overloaded',
    message: `There is no space${where}: ${reason}.`,
    hint: 'Free some space, or choose another DATA_DIR. Then start it again: it resumes at the same position.',
    cause: error,
  });
}

/** The error of a file or output for which the disk has no space: `cli.no-room`. `path` names it. */
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
    hint: 'Free some space, or write to another disk.',
    cause,
  });
}

/** Converts the error of a failed `listen` into `cli.port-unusable`. Returns other errors unchanged. */
export function portError({ error, port, hint }: { error: unknown; port: number; hint: string }): unknown {
  const code = systemCode(error);
  if (code === 'EADDRINUSE') {
    const pid = findPortHolder(port);
    const holder = pid === null ? '' : ` (pid ${pid})`;
    return portRefused(`Port ${port} is in use by another program${holder}.`, hint);
  }
  if (code === 'EACCES') return portRefused(`This user is not allowed to listen on port ${port}.`, hint);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return portRefused('HOST is not an address of this machine.', 'Set HOST to one of its addresses.');
  }
  return error;
}

function portRefused(message: string, hint: string): RingmasterError {
  return new RingmasterError({ code: 'cli.port-unusable', family: 'fault', message, hint });
}
