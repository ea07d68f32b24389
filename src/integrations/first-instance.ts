import type { Runtime } from '../actors/index.ts';
import type { Store } from '../persistence/contract/store.ts';

/** Resolves with whether this instance is the first living one. Work that one instance does is done there. */
export async function isFirstInstance({
  instance,
  store,
  runtime,
}: {
  instance: string;
  store: Pick<Store, 'listInstances'>;
  runtime: Pick<Runtime, 'isAlive'>;
}): Promise<boolean> {
  const living = (await store.listInstances()).map(({ id }) => id).filter(runtime.isAlive);
  return living[0] === instance;
}
