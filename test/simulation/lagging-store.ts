import type { Store } from '../../src/persistence/contract/store.ts';

type Verb = (...input: never[]) => unknown;
type Write = { at: number; verb: string; input: never[] };
type Copy = { store: Store; done: number };

export type LaggingStores = {
  /**
   * The store as one instance sees it. Writes go to the store at once. Reads come from a copy, which has all writes that this
   * instance made, and everything that was written before them; later writes of others are missing until they are `lagMs` old.
   */
  connect: () => Promise<Store>;
  /** The instance is dead: its copy serves the next one. */
  disconnect: (seen: Store) => void;
  close: () => Promise<void>;
};

const isRead = (verb: string): boolean => /^(read|list|find|lookUp|count|search)/.test(verb);
/** A write that was refused changed nothing, so the instance sees no more than before. */
const isRefusal = (result: unknown): boolean =>
  result === null ||
  result === false ||
  (typeof result === 'object' && 'kind' in result && result.kind !== 'committed');
/** Verbs that neither read nor write rows. */
const plainVerbs: ReadonlySet<string> = new Set([
  'describe',
  'schemaVersion',
  'batchBudget',
  'health',
  'close',
]);

/**
 * Lets instances see the writes of others late. Copies repeat the writes of the store, in order: the same writes make the
 * same rows, so what a copy has is a state that the store really had.
 */
export function createLaggingStores({
  store,
  openCopy,
  now,
  lagMs,
}: {
  /** The store in which everything is written. Its verbs work when they are called. */
  store: () => Store;
  /** Opens an empty store of the same kind. */
  openCopy: () => Promise<Store>;
  now: () => number;
  lagMs: number;
}): LaggingStores {
  const writes: Write[] = [];
  const idle: Copy[] = [];
  const inUse = new Map<Store, Copy>();

  const repeatUntil = (copy: Copy, count: number): void => {
    for (; copy.done < count; copy.done += 1) {
      const write = writes[copy.done];
      if (!write) return;
      // What was refused at the store is refused here.
      void Promise.resolve((copy.store[write.verb as keyof Store] as Verb)(...write.input)).catch(
        () => undefined,
      );
    }
  };

  /** How many of the writes are old enough to be seen by everyone. */
  const settled = (copy: Copy): number => {
    let count = copy.done;
    while ((writes[count]?.at ?? Infinity) <= now() - lagMs) count += 1;
    return count;
  };

  const write = async (copy: Copy, verb: string, input: never[]): Promise<unknown> => {
    const count = writes.push({ at: now(), verb, input });
    const result = await (store()[verb as keyof Store] as Verb)(...input);
    if (!isRefusal(result)) repeatUntil(copy, count);
    return result;
  };

  return {
    async connect() {
      const copy = idle.pop() ?? { store: await openCopy(), done: 0 };
      const seen = Object.fromEntries(
        Object.keys(store()).map((verb): [string, Verb] => {
          if (plainVerbs.has(verb)) return [verb, store()[verb as keyof Store]];
          if (!isRead(verb)) return [verb, (...input) => write(copy, verb, input)];
          return [
            verb,
            (...input) => {
              repeatUntil(copy, settled(copy));
              return (copy.store[verb as keyof Store] as Verb)(...input);
            },
          ];
        }),
      ) as unknown as Store;
      inUse.set(seen, copy);
      return seen;
    },
    disconnect(seen) {
      const copy = inUse.get(seen);
      if (!copy) return;
      inUse.delete(seen);
      idle.push(copy);
    },
    async close() {
      for (const { store: copy } of [...idle, ...inUse.values()]) await copy.close();
    },
  };
}
