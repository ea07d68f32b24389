import { createReadStream } from 'node:fs';
import { pino } from 'pino';
import { openMemoryBackends } from '../../compose-backends.ts';
import type { Backends } from '../../compose-backends.ts';
import { createPhones } from '../../contacts/numbers/phone.ts';
import type { Config } from '../../config.ts';
import { createMigrationEngine } from '../../migration/engine.ts';
import type { MigrationEngine } from '../../migration/engine.ts';
import { importRecords } from '../../migration/records/import-records.ts';
import type { RecordResult } from '../../migration/records/import-records.ts';
import type { Cli } from '../cli.ts';
import { readClockStart } from '../clock/clock-start.ts';
import { interrupted, usageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { makeDataFolder } from '../folder/make-data-folder.ts';
import { fileSize, readCampaignFile } from '../list/campaign-file.ts';
import { clocksOf, openUnserved } from '../service/unserved-store.ts';
import type { Unserved } from '../service/unserved-store.ts';
import { counted } from '../text/times.ts';
import type { VerbInput } from '../verb.ts';
import { recordLine } from './record-lines.ts';
import { definitionsLike, readRecordNames } from './record-options.ts';

/**
 * Carries out `migrate --records`: imports the campaigns of an export, or with `--dry-run` shows what would be imported.
 * Refused records lead to the exit code `refused`.
 */
export async function importExport(
  { cli, output, options }: Pick<VerbInput, 'cli' | 'output' | 'options'>,
  { path, config }: { path: string; config: Config },
): Promise<ExitCode> {
  const file = options.text('campaign');
  if (file === undefined)
    throw usageError(
      '--records needs --campaign.',
      'Name a campaign file with the steps, hours and limits of the imported campaigns.',
    );
  const definitionFor = definitionsLike(readCampaignFile({ path: file }));
  const names = readRecordNames(options);
  const isTrial = options.flag('dry-run');
  fileSize({ path });
  const { migration, store, consulted, close } = await openTarget({ cli, config, isTrial });
  const results: RecordResult[] = [];
  try {
    for await (const result of importRecords({
      engine: migration.engine,
      store,
      ...(consulted && { consulted }),
      phones: createPhones(),
      signal: cli.interrupt,
      source: createReadStream(path),
      names,
      definitionFor,
    })) {
      results.push(result);
      output.result(recordLine(result));
    }
  } catch (error) {
    if (!cli.interrupt.aborted) throw error;
    throw interrupted('The import was interrupted.', 'Run the same command again: it imports the rest');
  } finally {
    await close();
  }
  output.document({ dryRun: isTrial, records: results });
  for (const line of summaryLines(results, isTrial)) output.say(line);
  return results.some(({ outcome }) => outcome === 'refused') ? exitCodes.refused : exitCodes.done;
}

function summaryLines(results: readonly RecordResult[], isTrial: boolean): string[] {
  const count = (outcome: RecordResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  const [refused, imported] = [count('refused'), count('imported')];
  const verb = isTrial ? 'would be imported' : 'imported';
  const lines = [
    `${counted(results.length, 'record')}: ${imported} ${verb}, ${count('unchanged')} imported before, ${refused} refused.`,
  ];
  if (isTrial) return [...lines, 'Nothing was changed.'];
  return imported > 0 ? [...lines, 'Next: ringmaster contacts NAME --state review, then resume NAME'] : lines;
}

type Target = {
  migration: MigrationEngine;
  store: Backends['store'];
  /** The store of the settings, if the import is a trial in memory and such a store exists. */
  consulted: Backends['store'] | null;
  close: () => Promise<void>;
};

/** Opens the store of the settings; for a trial, an empty store in memory beside it. */
async function openTarget({
  cli,
  config,
  isTrial,
}: {
  cli: Cli;
  config: Config;
  isTrial: boolean;
}): Promise<Target> {
  const { system, random } = cli;
  const folder = dataFolder({ path: config.DATA_DIR });
  const startAt = await readClockStart({ ...folder, now: system.now() });
  const instance = `migrate-${cli.pid}`;
  const openStored = (): Promise<Unserved> => openUnserved({ cli, config, path: folder.store, instance });
  const isStored = config.STORE === 'mongodb' || folder.hasStore;
  if (!isTrial && config.STORE === 'sqlite') makeDataFolder(folder.path);
  const consulted = isTrial && isStored ? await openStored() : null;
  const log = pino({ level: 'silent' });
  const backends = isTrial ? await openMemoryBackends({ log, random }) : await openStored();
  const clocks = await clocksOf({ cli, store: backends.store, startAt });
  const migration = createMigrationEngine({ ...backends, instance, clocks, random });
  return {
    migration,
    store: backends.store,
    consulted: consulted?.store ?? null,
    async close() {
      await migration.close();
      await consulted?.bus.close();
      await consulted?.store.close();
    },
  };
}
