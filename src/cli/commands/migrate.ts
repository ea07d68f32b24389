import { readConfig } from '../../config.ts';
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

function changeText({ before, after }: { before: number; after: number }): string {
  if (before === 0) return `was created with schema ${after}`;
  return before === after ? `has schema ${after}, as before` : `had schema ${before} and now has ${after}`;
}
