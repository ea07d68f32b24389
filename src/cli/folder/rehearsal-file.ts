import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writePrivateFile } from '../../platform/private-files.ts';
import { makeDataFolder } from './make-data-folder.ts';
import type { RehearsalView } from '../text/rehearsal-lines.ts';

/** Stores a rehearsal, so that the next run can be compared with it. */
export function writeRehearsal({ path, view }: { path: string; view: RehearsalView }): void {
  makeDataFolder(dirname(path));
  writePrivateFile(path, `${JSON.stringify(view)}\n`);
}

/** Returns the stored rehearsal; null if there is none, or if an earlier version wrote it. */
export function readRehearsal({ path }: { path: string }): RehearsalView | null {
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as Partial<RehearsalView>;
    return read.contacts && read.attempts && read.days && read.ranges ? (read as RehearsalView) : null;
  } catch {
    return null;
  }
}
