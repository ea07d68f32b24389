import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the parts of a data folder are. */
export type DataFolder = {
  path: string;
  store: string;
  journal: string;
  clock: string;
  /** Which attempts were sent; see docs/concepts.md. */
  sends: string;
  /** The log of commands that draw on the screen. */
  log: string;
  /** Which port a run used, so that callbacks of calls under way find the next one. */
  run: string;
  /** What was rehearsed for a campaign of that name. */
  rehearsal: (name: string) => string;
  /** Which list the campaign with that id was filled from. */
  list: (campaign: string) => string;
  hasStore: boolean;
};

/** The paths in a data folder, whether they exist or not. Only the owner may read them. */
export function filesOf({ path, store, journal, clock, sends, log, run }: DataFolder): readonly string[] {
  const folders = ['rehearsals', 'lists', 'demo'].map((name) => join(path, name));
  const kept = ['address.json', 'demo.json', 'results.csv', 'service.log', 'simulator.log'];
  return [
    ...['', '-wal', '-shm', '-journal', '-state'].map((suffix) => `${store}${suffix}`),
    journal,
    clock,
    sends,
    log,
    run,
    ...kept.map((name) => join(path, name)),
    ...folders,
  ];
}

export function dataFolder({ path }: { path: string }): DataFolder {
  const store = join(path, 'ringmaster.db');
  return {
    path,
    store,
    journal: join(path, 'carrier.ndjson'),
    clock: join(path, 'clock.json'),
    sends: join(path, 'sends.log'),
    log: join(path, 'ringmaster.log'),
    run: join(path, 'run.json'),
    rehearsal: (name) => join(path, 'rehearsals', `${name}.json`),
    list: (campaign) => join(path, 'lists', `${campaign}.json`),
    hasStore: existsSync(store),
  };
}
