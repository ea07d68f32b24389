import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RingmasterError } from '../../domain/errors.ts';
import { writePrivateFile } from '../../platform/private-files.ts';
import { isAlive } from '../starter/is-alive.ts';
import { makeDataFolder } from '../folder/make-data-folder.ts';

const stateSchema = z.object({
  /** The process of the demo. */
  pid: z.int(),
  /** The port of the service, so that callbacks of open calls reach it after a restart. */
  port: z.int().nullable(),
  /** The path of the list. */
  list: z.string(),
  wasKilled: z.boolean(),
  isFinished: z.boolean(),
});
export type DemoState = z.infer<typeof stateSchema>;

/** The stored state of a demo. `note` changes and stores it. */
export type DemoMemory = { state: () => DemoState; note: (change: Partial<DemoState>) => void };

/**
 * Opens the folder of the demo. An unfinished demo is resumed, unless `again` is set; a finished one is removed.
 * Throws `demo.running` while another process uses the folder, `demo.other-list` if an unfinished demo has another
 * list, and `demo.foreign-folder` if the folder contains other files, which are never removed.
 */
export function openDemo({
  folder,
  pid,
  list,
  again = false,
}: {
  folder: string;
  pid: number;
  list: string;
  /** Starts from the beginning, even if a demo is unfinished. */
  again?: boolean;
}): DemoMemory & { isResumed: boolean } {
  const path = join(folder, 'demo.json');
  const left = readState(path);
  if (left && !left.isFinished && left.pid !== pid && isAlive(left.pid)) throw running(left.pid);
  const isResumed = left !== null && !left.isFinished && !again;
  if (isResumed && left.list !== list) throw otherList(left.list);
  if (!existsSync(path) && existsSync(folder) && readdirSync(folder).length > 0) throw foreignFolder(folder);
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

function running(pid: number): RingmasterError {
  return new RingmasterError({
    code: 'demo.running',
    family: 'conflict',
    message: `Process ${pid} already runs a demo in this folder.`,
    hint: 'Stop it with Ctrl-C first, or choose another DATA_DIR.',
  });
}

function otherList(list: string): RingmasterError {
  return new RingmasterError({
    code: 'demo.other-list',
    family: 'conflict',
    message: `This folder has an unfinished demo with the list ${list}.`,
    hint: 'Name that list to resume it, or add --again to start from the beginning.',
    details: { list },
  });
}

function foreignFolder(folder: string): RingmasterError {
  return new RingmasterError({
    code: 'demo.foreign-folder',
    family: 'conflict',
    message: `${folder} is not empty, and was not created by the demo.`,
    hint: 'Choose another DATA_DIR: the demo uses its folder demo, and clears it at each start.',
    details: { folder },
  });
}
