import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../persistence/contract/store.ts';

/** Turns of the event loop without a call of the store after which the work of an instant is done. */
const quietTurns = 2;

/**
 * Creates a store whose calls are counted, and the function that waits until the work of an instant is done: work that does
 * not wait for a clock calls the store again and again. If time went on before, a freed slot would stay unused until
 * something else is due.
 */
export function createSettle(store: Store): { store: Store; settle: () => Promise<void> } {
  let calls = 0;
  const counted = Object.fromEntries(
    Object.entries(store).map(([name, verb]: [string, (...input: never[]) => unknown]) => [
      name,
      (...input: never[]) => {
        calls += 1;
        return verb(...input);
      },
    ]),
  ) as unknown as Store;
  return {
    store: counted,
    async settle() {
      let seen = -1;
      for (let quiet = 0; quiet < quietTurns; quiet = calls === seen ? quiet + 1 : 0) {
        seen = calls;
        await nextTurn();
      }
    },
  };
}
