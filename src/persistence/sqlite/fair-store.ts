import type { SystemClock } from '../../platform/clock.ts';
import type { Store } from '../contract/store.ts';

/** How long calls may follow each other before other work of the process runs. */
const maxMs = 10;

/**
 * Verbs of emergency stops, and verbs that answer at once. They are not delayed, even if there are many of them: each
 * of them touches only a few rows.
 */
const urgentVerbs: ReadonlySet<string> = new Set<keyof Store>([
  'describe',
  'schemaVersion',
  'batchBudget',
  'readClock',
  'close',
  'putStop',
  'removeStop',
  'listStops',
  'listInstances',
  'readRequest',
  'putReply',
  'removeRequest',
]);

type Verb = (...input: never[]) => unknown;

/**
 * Delays calls so that other work of the process can run. A store that answers at once, such as SQLite in this thread,
 * never yields to the event loop: a loop over its pages would delay every other request until it ends. After 10 ms of
 * calls without a break, further calls wait for the next turn of the loop. Then as many of them run as fit into the
 * next 10 ms, in the order in which they arrived.
 */
export function createFairStore({
  store,
  system,
  breathe,
}: {
  store: Store;
  system: Pick<SystemClock, 'monotonic'>;
  /** Resolves after other work of the process has run. */
  breathe: () => Promise<void>;
}): Store {
  let begunAt = 0;
  let turn: Promise<void> | null = null;

  const isOver = (): boolean => {
    if (turn === null) {
      begunAt = system.monotonic();
      turn = breathe().then(() => {
        turn = null;
      });
    }
    return system.monotonic() - begunAt >= maxMs;
  };

  const later = async (verb: Verb, input: never[]): Promise<unknown> => {
    while (isOver()) await turn;
    return verb(...input);
  };

  const entries = Object.entries(store as Record<string, Verb>).map(([name, verb]): [string, Verb] => {
    if (urgentVerbs.has(name)) return [name, verb];
    return [name, (...input) => (isOver() ? later(verb, input) : verb(...input))];
  });
  return Object.fromEntries(entries) as unknown as Store;
}
