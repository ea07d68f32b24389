import { constants, copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Config } from '../../config.ts';
import { isRingmasterError, RingmasterError } from '../../domain/errors.ts';
import { peekStore } from '../../persistence/sqlite/sqlite-store.ts';
import { readBackup } from '../../persistence/sqlite/backup/read-backup.ts';
import { makePrivate } from '../../platform/private-files.ts';
import { readClockStart } from '../clock/clock-start.ts';
import type { Cli } from '../cli.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { unwritable } from '../folder/file-errors.ts';
import { makeDataFolder } from '../folder/make-data-folder.ts';
import { refuseSecondService } from '../service/other-service.ts';
import { fileMoves } from './file-moves.ts';
import { markRestored } from './mark-restored.ts';
import type { Marked } from './mark-restored.ts';
import { preparedPath, putInPlace } from './put-in-place.ts';

/** `aside`: the folder with the files of the store that was replaced; null if there was none. */
export type Restored = Marked & { aside: string | null };

/**
 * Makes a backup the store of the data folder. It is copied, upgraded and marked as restored under another name first, so
 * that a service never opens a store that is not marked. Throws the errors of `readBackup`, `restore.not-embedded`,
 * `service.already-runs`, `store.locked` and `restore.folder-not-empty`.
 */
export async function restoreStore({
  cli,
  config,
  backup,
  mayReplace,
}: {
  cli: Cli;
  config: Config;
  backup: string;
  /** Whether the folder may have files. Those of a store are moved aside. */
  mayReplace: boolean;
}): Promise<Restored> {
  if (config.STORE !== 'sqlite') throw notEmbedded();
  await refuseSecondService({ cli, config });
  readBackup({ path: backup });
  makeDataFolder(config.DATA_DIR);
  const folder = dataFolder({ path: config.DATA_DIR });
  const prepared = preparedPath(folder.store);
  if (!mayReplace) refuseContent({ folder: folder.path, prepared });
  refuseOpenStore(folder.store);
  const startAt = await readClockStart({ ...folder, now: cli.system.now() });
  try {
    copyBackup({ backup, prepared });
    const marked = await markRestored({ cli, config, path: prepared, startAt });
    rmSync(`${prepared}-state`, { force: true });
    const aside = join(folder.path, `before-restore-${marked.incarnation.id}`);
    putInPlace({ store: folder.store, sends: folder.sends, aside, files: fileMoves });
    return { ...marked, aside: existsSync(aside) ? aside : null };
  } catch (error) {
    removePrepared(prepared);
    throw unwritable(folder.path, error);
  }
}

function copyBackup({ backup, prepared }: { backup: string; prepared: string }): void {
  removePrepared(prepared);
  copyFileSync(backup, prepared, constants.COPYFILE_FICLONE);
  makePrivate(prepared);
}

function removePrepared(prepared: string): void {
  for (const suffix of ['', '-wal', '-shm', '-state', '-journal'])
    rmSync(`${prepared}${suffix}`, { force: true });
}

/** Another process has a store open if it cannot be read now. A damaged store is replaced. */
function refuseOpenStore(path: string): void {
  try {
    peekStore({ path });
  } catch (error) {
    if (isRingmasterError(error, 'store.locked')) throw error;
  }
}

function refuseContent({ folder, prepared }: { folder: string; prepared: string }): void {
  const found = readdirSync(folder).filter((name) => !name.startsWith(basename(prepared)));
  if (found.length === 0) return;
  throw new RingmasterError({
    code: 'restore.folder-not-empty',
    family: 'conflict',
    message: `The data folder ${folder} is not empty: it has ${found.slice(0, 3).join(', ')}${found.length > 3 ? ` and ${found.length - 3} more` : ''}. Nothing was changed.`,
    hint: 'Set DATA_DIR to a new folder, or add --replace: the files of the present store are then moved to a folder beside it.',
    details: { folder, found: found.slice(0, 10) },
  });
}

function notEmbedded(): RingmasterError {
  return new RingmasterError({
    code: 'restore.not-embedded',
    family: 'refused',
    message: 'STORE is mongodb. A database is restored with the tools of MongoDB.',
    hint: 'Restore it with mongorestore or a snapshot while no instance runs, then run: ringmaster restore --check',
  });
}
