import { systemCode } from '../errors.ts';

type ErrorStream = { on: (event: 'error', handle: (error: Error) => void) => unknown };

/** The state of the output streams of the process. */
export type ProcessOutput = {
  /** Aborted when the reader of stdout has closed it, as `head` does. */
  readerGone: AbortSignal;
  /**
   * Returns the error of a failed write to stdout, such as a full disk; null if there is none, or if the reader has
   * closed it.
   */
  failure: () => Error | null;
};

/** Watches stdout and stderr. A closed reader is not an error; the first other error of stdout is kept. */
export function watchOutput({ stdout, stderr }: { stdout: ErrorStream; stderr: ErrorStream }): ProcessOutput {
  const reader = new AbortController();
  let failure: Error | null = null;
  stdout.on('error', (error) => {
    if (systemCode(error) === 'EPIPE') reader.abort();
    else failure ??= error;
  });
  // A failed write to stderr is ignored.
  stderr.on('error', () => undefined);
  return { readerGone: reader.signal, failure: () => failure };
}
