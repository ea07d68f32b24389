import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the parts of a data folder are. */
export type DataFolder = {
  path: string;
  store: string;
  journal: string;
  clock: string;
  hasStore: boolean;
};

export function dataFolder({ path }: { path: string }): DataFolder {
  const store = join(path, 'ringmaster.db');
  return {
    path,
    store,
    journal: join(path, 'carrier.ndjson'),
    clock: join(path, 'clock.json'),
    hasStore: existsSync(store),
  };
}
