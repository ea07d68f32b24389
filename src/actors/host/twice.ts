import type { SystemClock } from '../../platform/clock.ts';

/** Longer than a store shows a commit of another instance late. What is seen later still is found by the reads of each beat. */
const lateReadMs = 250;

/**
 * Handles a message at once and again after a moment: it may arrive before the store shows what it is about.
 */
export function twice<Message>(
  system: SystemClock,
  handle: (message: Message) => void,
): (message: Message) => void {
  return (message) => {
    handle(message);
    system.at(system.now() + lateReadMs, () => handle(message));
  };
}
