import { setImmediate as nextTurn } from 'node:timers/promises';
import { readConfig } from '../../config.ts';
import type { Config } from '../../config.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { makeDataFolder } from '../folder/make-data-folder.ts';
import { usageError } from '../errors.ts';
import type { ExitCode } from '../exit-codes.ts';
import { counted } from '../text/times.ts';
import type { Verb } from '../verb.ts';

export const migrate: Verb = {
  name: 'migrate',
  summary: 'Upgrade the store, move it to MongoDB, or import campaigns of an earlier program',
  description:
    'Without options it upgrades the store to this version. A service does the same when it starts. In MongoDB it also repairs validators and indexes that are missing or different. A store of a newer version is refused and not changed. With --records it imports a JSON export of campaigns. They arrive paused, completed or as drafts, so nothing is sent before you resume them. An interrupted import is continued by the same command, and nothing is imported twice. With --from it moves everything from an embedded store to MongoDB; no service may use the store. The campaigns continue there at the same position, and the embedded store is not opened any more.',
  options: [
    { flags: '--records <file>', what: 'a JSON export: an array, or one document per line' },
    {
      flags: '--campaign <file>',
      what: 'the campaign file with the steps, hours and limits of these campaigns',
    },
    {
      flags: '--map <pairs>',
      what: 'other names of fields and statuses: name=title,index=position,paused=HALTED',
    },
    { flags: '--dry-run', what: 'show what --records would import, and change nothing' },
    { flags: '--from <folder>', what: 'a data folder whose store is moved to the database of the settings' },
    {
      flags: '--undo',
      what: 'with --from: use the store of the folder again, if the database was not used yet',
    },
    { flags: '--compact', what: 'write the file of the store again, without remains of deleted data' },
  ],
  works: true,
  examples: [
    { line: 'ringmaster migrate', what: 'before the start of the new version' },
    { line: 'ringmaster migrate --compact', what: 'after an erasure in a large store' },
    {
      line: 'ringmaster migrate --records examples/earlier-campaigns.json --campaign examples/campaign.yaml --dry-run',
      what: 'what an import of older campaigns would do',
    },
    { line: 'ringmaster migrate --from ./data', what: 'moves the store of that folder to MongoDB' },
  ],
  async run({ cli, output, options }): Promise<ExitCode | void> {
    const { environment, system, random } = cli;
    const config = readConfig({ environment });
    const records = options.text('records');
    if (records !== undefined) {
      const { importExport } = await import('../migrate/import-records.ts');
      return importExport({ cli, output, options }, { path: records, config });
    }
    const from = options.text('from');
    if (from !== undefined) {
      const { moveFolder } = await import('../migrate/move-folder.ts');
      return moveFolder({ cli, output, options }, { path: from, config });
    }
    if (options.flag('undo')) throw usageError('--undo needs --from.');
    for (const name of ['campaign', 'map'].filter((name) => options.text(name) !== undefined))
      throw usageError(`--${name} needs --records.`);
    if (options.flag('dry-run')) throw usageError('--dry-run needs --records.');
    const { openStore } = await import('../../persistence/registry.ts');
    const path = dataFolder({ path: config.DATA_DIR }).store;
    const { place, name, before } = await examineStore({ config, path });
    const repaired = config.STORE === 'mongodb' ? await repair(config) : 0;
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
    if (options.flag('compact')) await store.scrub({ whole: true });
    await store.close();
    output.document({
      store: config.STORE,
      ...place,
      before,
      schema: after,
      ...(repaired > 0 && { repaired }),
    });
    const repairs = repaired === 0 ? '' : `; ${counted(repaired, 'difference')} repaired`;
    output.result(`${name} ${changeText({ before, after })}${repairs}: ${described}`);
  },
};

/** Resolves with the number of collections, validators and indexes that were missing or different. */
async function repair({ MONGODB_URI: uri }: { MONGODB_URI: string }): Promise<number> {
  const { repairMongo } = await import('../../persistence/mongodb/examine.ts');
  return repairMongo({ uri });
}

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
