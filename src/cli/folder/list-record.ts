import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { RingmasterError } from '../../domain/errors.ts';
import { writePrivateFile } from '../../platform/private-files.ts';
import { unreadable } from './file-errors.ts';
import { makeDataFolder } from './make-data-folder.ts';
import { dateTime, machineZone } from '../text/times.ts';

const memorySchema = z.object({ sha256: z.string(), at: z.number() });

/** Records the list of a campaign, before it is imported. `path` is the file of the record, `at` system time. */
export async function recordList({
  path,
  list,
  at,
}: {
  path: string;
  list: string;
  at: number;
}): Promise<void> {
  makeDataFolder(dirname(path));
  writePrivateFile(path, `${JSON.stringify({ sha256: await digestOf(list), at })}\n`);
}

export function hasRecordedList({ path }: { path: string }): boolean {
  return readMemory(path) !== null;
}

export function removeListRecord({ path }: { path: string }): void {
  rmSync(path, { force: true });
}

/**
 * Throws `run.list-changed` if the recorded list had other content: the rows of a changed list would be treated as
 * imported, and its new contacts would silently not be called. Without a record nothing is checked.
 */
export async function refuseChangedList({
  path,
  list,
  name,
  hasEnded,
}: {
  path: string;
  list: string;
  name: string;
  hasEnded: boolean;
}): Promise<void> {
  const known = readMemory(path);
  if (!known || known.sha256 === (await digestOf(list))) return;
  throw new RingmasterError({
    code: 'run.list-changed',
    family: 'conflict',
    message: `${list} is not the list of ${name} that was imported on ${dateTime(known.at, machineZone())}: it has changed, or it is another list. Nothing was imported.`,
    hint: hasEnded
      ? 'An ended campaign accepts no contacts. --again and --name call every contact on the list again: keep only new contacts on it.'
      : 'Add its new contacts with --add: contacts that are already in the campaign are not called twice, and contacts that are not on the list any more stay. Or restore the old list.',
    details: { campaign: name, list },
  });
}

function readMemory(path: string): z.output<typeof memorySchema> | null {
  try {
    const read = memorySchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw unreadable(path, error);
  }
  return hash.digest('hex');
}
