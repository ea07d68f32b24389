import { closeSync, existsSync, fsyncSync, linkSync, openSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { RingmasterError } from '../../domain/errors.ts';
import { readBackup } from '../../persistence/sqlite/backup/read-backup.ts';
import type { BackupFacts } from '../../persistence/sqlite/backup/read-backup.ts';
import { unwritable } from '../folder/file-errors.ts';
import { isAlive } from '../starter/is-alive.ts';

/**
 * Writes a backup under another name, checks it completely, and then links it to its own name. So a file with this name is always
 * a whole backup, and an existing file is never replaced. A part that a killed process left is deleted by the next backup
 * with this name. Throws `backup.exists`, the errors of `readBackup`, and those of a full disk.
 */
export async function writeBackup({
  path,
  pid,
  write,
}: {
  path: string;
  pid: number;
  /** Writes the copy to a new file. */
  write: (part: string) => Promise<void>;
}): Promise<BackupFacts> {
  if (existsSync(path)) throw exists(path);
  const part = `${path}.${pid}.part`;
  try {
    removeLeftParts(path);
    rmSync(part, { force: true });
    await write(part);
    const facts = readBackup({ path: part });
    sync(part);
    // A link fails if the name is taken. A rename would replace the file.
    linkSync(part, path);
    sync(dirname(path));
    return facts;
  } catch (error) {
    throw isTaken(error) ? exists(path) : unwritable(path, error);
  } finally {
    for (const file of [part, `${part}-journal`]) rmSync(file, { force: true });
  }
}

function removeLeftParts(path: string): void {
  const start = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    const [, pid] = name.startsWith(start) ? (/^(\d+)\.part/.exec(name.slice(start.length)) ?? []) : [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(dirname(path), name), { force: true });
  }
}

function sync(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function exists(path: string): RingmasterError {
  return new RingmasterError({
    code: 'backup.exists',
    family: 'conflict',
    message: `${path} exists. A backup never replaces a file.`,
    hint: 'Choose another name.',
    details: { file: path },
  });
}
