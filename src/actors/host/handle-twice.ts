import type { SystemClock } from '../../platform/clock.ts';

/**
 * Longer than the usual delay until a store shows a commit of another instance. What is shown later is found by the
 * reads of each beat.
 */
const lateReadMs = 250;

/**
 * Handles a message at once and again after a short time: it may arrive before the store shows the commit it is
 * about.
 */
export function handleTwice<Message>(
  system: SystemClock,
  handle: (message: Message) => void,
): (message: Message) => void {
  return (message) => {
    handle(message);
    system.at(system.now() + lateReadMs, () => handle(message));
  };
}
