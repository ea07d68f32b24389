import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RingmasterError } from '../../domain/errors.ts';
import { writePrivateFile } from '../../platform/private-files.ts';
import { systemCode } from '../errors.ts';
import { makeDataFolder } from '../make-data-folder.ts';

const stateSchema = z.object({
  /** The process that shows it. */
  pid: z.int(),
  /** Where the service listens, so that callbacks of calls under way find it after a restart. */
  port: z.int().nullable(),
  /** The list it goes through. */
  list: z.string(),
  wasKilled: z.boolean(),
  isFinished: z.boolean(),
});
export type DemoState = z.infer<typeof stateSchema>;

/** What a demo leaves for the next one. */
export type DemoMemory = { state: () => DemoState; note: (change: Partial<DemoState>) => void };

/**
 * Takes the demo's folder: one that was not finished goes on, a finished one is cleared. Throws `demo.running` while
 * another process shows it, and `demo.other-list` if one with another list is not finished.
 */
export function openDemo({
  folder,
  pid,
  list,
}: {
  folder: string;
  pid: number;
  list: string;
}): DemoMemory & { isResumed: boolean } {
  const path = join(folder, 'demo.json');
  const left = readState(path);
  if (left && !left.isFinished && left.pid !== pid && isAlive(left.pid)) throw running(left.pid);
  if (left && !left.isFinished && left.list !== list) throw otherList({ folder, list: left.list });
  const isResumed = left !== null && !left.isFinished;
  if (!isResumed) rmSync(folder, { recursive: true, force: true });
  makeDataFolder(folder);
  let state: DemoState = isResumed
    ? { ...left, pid }
    : { pid, port: null, list, wasKilled: false, isFinished: false };
  const note = (change: Partial<DemoState>): void => {
    state = { ...state, ...change };
    writePrivateFile(`${path}.part`, `${JSON.stringify(state)}\n`);
    renameSync(`${path}.part`, path);
  };
  note({});
  return { isResumed, state: () => state, note };
}

function readState(path: string): DemoState | null {
  try {
    const read = stateSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

function running(pid: number): RingmasterError {
  return new RingmasterError({
    code: 'demo.running',
    family: 'conflict',
    message: `A demo is shown here already, by process ${pid}.`,
    hint: 'Stop it with Ctrl-C first, or start this one in another folder.',
  });
}

function otherList({ folder, list }: { folder: string; list: string }): RingmasterError {
  return new RingmasterError({
    code: 'demo.other-list',
    family: 'conflict',
    message: `A demo with ${list} was not finished here.`,
    hint: `Name that list to go on with it, or remove ${folder} to begin anew`,
  });
}
