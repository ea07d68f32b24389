import { systemCode } from '../errors.ts';

type ErrorStream = { on: (event: 'error', handle: (error: Error) => void) => unknown };

/** The state of the streams that a command writes to. */
export type ProcessOutput = {
  /** Aborted once the reader of stdout has gone, as `head` does when it has seen enough. */
  readerGone: AbortSignal;
  /** Why stdout could not be written, such as a full disk; null if it could, or if only its reader has gone. */
  failure: () => Error | null;
};

/** Watches stdout and stderr: a broken pipe ends no work, and any other error of stdout is kept. */
export function watchOutput({ stdout, stderr }: { stdout: ErrorStream; stderr: ErrorStream }): ProcessOutput {
  const reader = new AbortController();
  let failure: Error | null = null;
  stdout.on('error', (error) => {
    if (systemCode(error) === 'EPIPE') reader.abort();
    else failure ??= error;
  });
  // A notice that cannot be written is not an error.
  stderr.on('error', () => undefined);
  return { readerGone: reader.signal, failure: () => failure };
}
