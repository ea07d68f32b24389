import { afterEach, beforeEach } from 'vitest';
import type { Store } from '../../../src/persistence/contract/store.ts';

export type OpenStore = () => Promise<{ store: Store; dispose: () => Promise<void> }>;

/** A fresh store for each test; `store()` is the current one. */
export function useStore({ open }: { open: OpenStore }): () => Store {
  let current: Awaited<ReturnType<OpenStore>> | null = null;
  beforeEach(async () => {
    current = await open();
  });
  afterEach(async () => {
    await current?.dispose();
    current = null;
  });
  return () => {
    if (!current) throw new Error('the store is only there during a test');
    return current.store;
  };
}
