import type { SystemClock } from '../platform/clock.ts';
import { exitCodes } from './exit-codes.ts';

/** npm and the terminal may both forward one Ctrl-C. A signal this soon after the first one is the same Ctrl-C. */
const sameMs = 500;

/**
 * Creates a signal that aborts at the first Ctrl-C, termination signal or hang-up of the terminal, and when the
 * program that started this process has ended. A second signal ends the process at once. A child ignores Ctrl-C: its
 * parent receives it too, and then stops the child. `follow` starts to watch the programs that started this process.
 */
export function createInterrupt({
  system,
  isChild,
  follow,
}: {
  system: SystemClock;
  isChild: boolean;
  follow: (onGone: () => void) => { outlives: boolean };
}): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!controller.signal.aborted) {
      firstAt = system.monotonic();
      controller.abort(signal);
    } else if (system.monotonic() - firstAt > sameMs) process.exit(exitCodes.interrupted);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', (signal) => {
    if (!isChild) onSignal(signal);
  });
  const { outlives } = follow(() => {
    if (controller.signal.aborted) return;
    process.stderr.write('ringmaster: npm or the launcher that started this process has ended; stopping.\n');
    onSignal('SIGHUP');
  });
  process.on('SIGHUP', (signal) => {
    if (!outlives && !isChild) onSignal(signal);
  });
  return controller.signal;
}
