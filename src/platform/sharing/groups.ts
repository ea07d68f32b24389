/**
 * Creates a function that runs work in groups, one after another: what arrives while a group runs is the next group, in the
 * order of its arrival. Work that comes alone does not wait. If a group fails, each of its items rejects with the error.
 */
export function createGroups<Item>({
  most,
  run,
}: {
  /** The maximum size of a group. */
  most: number;
  run: (items: readonly Item[]) => Promise<void>;
}): (item: Item) => Promise<void> {
  type Waiting = PromiseWithResolvers<void> & { item: Item };
  const waiting: Waiting[] = [];
  let isRunning = false;

  const runAll = async (): Promise<void> => {
    isRunning = true;
    while (waiting.length > 0) {
      const group = waiting.splice(0, most);
      try {
        await run(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    isRunning = false;
  };

  return (item) => {
    const added = { ...Promise.withResolvers<void>(), item };
    waiting.push(added);
    if (!isRunning) void runAll();
    return added.promise;
  };
}
