import { RingmasterError } from '../domain/errors.ts';

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

/** Somebody pressed Ctrl-C, or the process was asked to end. */
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
