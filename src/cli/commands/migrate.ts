import { setImmediate as nextTurn } from 'node:timers/promises';
import { readConfig } from '../../config.ts';
import type { Config } from '../../config.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { makeDataFolder } from '../folder/make-data-folder.ts';
import type { Verb } from '../verb.ts';

export const migrate: Verb = {
  name: 'migrate',
  summary: 'Upgrade the store to this version',
  description:
    'A service does the same when it starts. A store of a newer version is refused and not changed.',
  examples: [{ line: 'ringmaster migrate', what: 'before the start of the new version' }],
  async run({ cli: { environment, system, random }, output }) {
    const config = readConfig({ environment });
    const { openStore } = await import('../../persistence/registry.ts');
    const path = dataFolder({ path: config.DATA_DIR }).store;
    const { place, name, before } = await examineStore({ config, path });
    const store = await openStore({
      config,
      path,
      onLost: () => undefined,
      instance: 'migrate',
      system,
      breathe: () => nextTurn(),
      random,
    });
    const [described, after] = [store.describe(), store.schemaVersion()];
    await store.close();
    output.document({ store: config.STORE, ...place, before, schema: after });
    output.result(`${name} ${changeText({ before, after })}: ${described}`);
  },
};

/** The place of the store, its name in texts, and the version of its schema before the upgrade. */
type Examined = { place: { file: string } | { database: string }; name: string; before: number };

async function examineStore({ config, path }: { config: Config; path: string }): Promise<Examined> {
  if (config.STORE === 'mongodb') {
    const { examineMongo } = await import('../../persistence/mongodb/examine.ts');
    const { schema, database } = await examineMongo({ uri: config.MONGODB_URI });
    return { place: { database }, name: database, before: schema };
  }
  const { readSchemaVersion } = await import('../../persistence/sqlite/sqlite-store.ts');
  makeDataFolder(config.DATA_DIR);
  return { place: { file: path }, name: path, before: readSchemaVersion({ path }) };
}

function changeText({ before, after }: { before: number; after: number }): string {
  if (before === 0) return `was created with schema ${after}`;
  return before === after ? `has schema ${after}, as before` : `had schema ${before} and now has ${after}`;
}
