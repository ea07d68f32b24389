import type { SystemClock } from '../platform/clock.ts';
import { exitCodes } from './exit-codes.ts';

/** npm and a terminal may both pass on one Ctrl-C: what comes this soon after the first is the same one. */
const sameMs = 500;

/**
 * Aborts at the first Ctrl-C or request to end; a second one ends the process at once. A child leaves Ctrl-C to its
 * parent, which has it too and asks the child to end in its turn.
 */
export function createInterrupt({ system, isChild }: { system: SystemClock; isChild: boolean }): AbortSignal {
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
  return controller.signal;
}
