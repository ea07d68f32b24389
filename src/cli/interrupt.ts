import type { SystemClock } from '../platform/clock.ts';
import { exitCodes } from './exit-codes.ts';

/** npm and a terminal may both pass on one Ctrl-C: what comes this soon after the first is the same one. */
const sameMs = 500;

/**
 * Aborts at the first Ctrl-C, request to end or hang-up of the terminal, and when what started this process has
 * ended; a second signal ends the process at once. A child leaves Ctrl-C to its parent, which has it too and asks the
 * child to end in its turn. `follow` starts to watch what started this process.
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
