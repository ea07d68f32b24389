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

/** Notes which list a campaign was filled from, before it is; `path` is where that is kept, `at` system time. */
export async function rememberList({
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

export function remembersList({ path }: { path: string }): boolean {
  return readMemory(path) !== null;
}

export function forgetList({ path }: { path: string }): void {
  rmSync(path, { force: true });
}

/**
 * Throws `run.list-changed` if the campaign was filled from a list with other bytes: its rows would be taken for those
 * of the old one, and new contacts would silently not be called. Without a note nothing is known.
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
    message: `${list} is not the list that ${name} was filled from on ${dateTime(known.at, machineZone())}: it has changed since, or is another one. Nothing of it was read.`,
    hint: hasEnded
      ? 'A campaign that has ended takes no contacts. --again and --name call every contact on the list, also those who were called before: leave only new contacts on it.'
      : 'Add its new contacts with --add: contacts that are in the campaign are not called twice, and those that are no longer on the list stay. Or put the old list back.',
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
