import { exitCodes } from './exit-codes.ts';

/** Aborts at the first Ctrl-C or request to end; a second one ends the process at once. */
export function createInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      controller.abort(signal);
    });
  }
  // A reader that went away, such as `head`, is no error.
  process.stdout.on('error', () => process.exit(exitCodes.done));
  return controller.signal;
}
