import { readConfig } from '../../config.ts';
import type { Config } from '../../config.ts';
import { sleep } from '../../platform/clock.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { makeDataFolder } from '../folder/make-data-folder.ts';
import type { Verb } from '../verb.ts';

export const migrate: Verb = {
  name: 'migrate',
  summary: 'Upgrade the store to this version',
  description:
    'A service does the same when it starts. A store of a newer version is refused and not changed.',
  examples: [{ line: 'ringmaster migrate', what: 'before the start of the new version' }],
  async run({ cli, output }) {
    const config = readConfig({ environment: cli.environment });
    if (config.STORE === 'mongodb') return migrateDatabase({ cli, config, output });
    const { openSqliteStore, readSchemaVersion } = await import('../../persistence/sqlite/sqlite-store.ts');
    const { migrations } = await import('../../persistence/sqlite/migrations/index.ts');
    const folder = dataFolder({ path: config.DATA_DIR });
    makeDataFolder(folder.path);
    const before = readSchemaVersion({ path: folder.store });
    const store = await openSqliteStore({ path: folder.store });
    const described = store.describe();
    await store.close();
    const after = migrations.length;
    output.document({ store: config.STORE, file: folder.store, before, schema: after });
    output.result(`${folder.store} ${changeText({ before, after })}: ${described}`);
  },
};

async function migrateDatabase({
  cli: { system, random },
  config,
  output,
}: Pick<Parameters<Verb['run']>[0], 'cli' | 'output'> & { config: Config }): Promise<void> {
  const { MONGODB_URI: uri = '' } = config;
  const { examineMongo } = await import('../../persistence/mongodb/examine.ts');
  const { openMongoStore } = await import('../../persistence/mongodb/mongodb-store.ts');
  const { schema: before, database } = await examineMongo({ uri });
  const pause = (ms: number): Promise<void> => sleep({ clock: system, ms });
  const store = await openMongoStore({ uri, instance: 'migrate', now: system.monotonic, pause, random });
  const [described, after] = [store.describe(), store.schemaVersion()];
  await store.close();
  output.document({ store: config.STORE, database, before, schema: after });
  output.result(`${database} ${changeText({ before, after })}: ${described}`);
}

function changeText({ before, after }: { before: number; after: number }): string {
  if (before === 0) return `was created with schema ${after}`;
  return before === after ? `has schema ${after}, as before` : `had schema ${before} and now has ${after}`;
}
