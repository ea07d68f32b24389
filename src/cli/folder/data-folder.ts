import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The paths in a data folder. */
export type DataFolder = {
  path: string;
  store: string;
  journal: string;
  /** The journal of the simulated mail server. */
  mailJournal: string;
  clock: string;
  /** The send log; see docs/concepts.md. */
  sends: string;
  /** The log of commands that draw on the screen. */
  log: string;
  /** The port of the last run, so that callbacks of open calls reach the next one. */
  run: string;
  /** The last rehearsal of a campaign name. */
  rehearsal: (name: string) => string;
  /** The record of the list of a campaign id. */
  list: (campaign: string) => string;
  hasStore: boolean;
};

/** Returns all paths in a data folder, existing or not. Only their owner may read them. */
export function filesOf({
  path,
  store,
  journal,
  mailJournal,
  clock,
  sends,
  log,
  run,
}: DataFolder): readonly string[] {
  const folders = ['rehearsals', 'lists', 'demo'].map((name) => join(path, name));
  const kept = ['address.json', 'demo.json', 'results.csv', 'service.log', 'simulator.log'];
  return [
    ...['', '-wal', '-shm', '-journal', '-state'].map((suffix) => `${store}${suffix}`),
    journal,
    mailJournal,
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
    mailJournal: join(path, 'mail.ndjson'),
    clock: join(path, 'clock.json'),
    sends: join(path, 'sends.log'),
    log: join(path, 'ringmaster.log'),
    run: join(path, 'run.json'),
    rehearsal: (name) => join(path, 'rehearsals', `${name}.json`),
    list: (campaign) => join(path, 'lists', `${campaign}.json`),
    hasStore: existsSync(store),
  };
}
