import type { SystemClock } from '../../platform/clock.ts';
import type { Store } from '../contract/store.ts';

/** How long calls may follow each other before other work of the process gets its turn. */
const maxMs = 10;

/**
 * Verbs that an emergency stop takes, and those that answer at once. They wait for nobody, however many others ask; each
 * of them touches a few rows.
 */
const urgentVerbs: ReadonlySet<string> = new Set<keyof Store>([
  'describe',
  'schemaVersion',
  'batchBudget',
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
 * A store that answers at once, such as SQLite in this thread, never lets the event loop turn: a loop over its pages holds
 * up every other request until it ends. This one makes callers wait for the next turn of the loop as soon as calls have
 * followed each other for 10 ms; then as many go on as fit into the next 10 ms, in the order they came.
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
