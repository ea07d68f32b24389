import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RingmasterError } from '../../domain/errors.ts';
import { writePrivateFile } from '../../platform/private-files.ts';
import { isAlive } from '../starter/is-alive.ts';
import { makeDataFolder } from '../folder/make-data-folder.ts';

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
 * Takes the demo's folder. A demo that was not finished is resumed, unless `again` is set; a finished one is cleared.
 * Throws `demo.running` while another process shows it, `demo.other-list` if one with another list is not finished,
 * and `demo.foreign-folder` if the folder holds something else, which is never removed.
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
  /** Begin anew, whatever was not finished. */
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
    message: `A demo is shown here already, by process ${pid}.`,
    hint: 'Stop it with Ctrl-C first, or choose another DATA_DIR.',
  });
}

function otherList(list: string): RingmasterError {
  return new RingmasterError({
    code: 'demo.other-list',
    family: 'conflict',
    message: `A demo with the list ${list} was not finished here.`,
    hint: 'Name that list to resume it, or add --again to begin anew.',
    details: { list },
  });
}

function foreignFolder(folder: string): RingmasterError {
  return new RingmasterError({
    code: 'demo.foreign-folder',
    family: 'conflict',
    message: `${folder} is not empty, and no demo made it.`,
    hint: 'Choose another DATA_DIR: the demo uses the folder demo in it, and clears that at each start.',
    details: { folder },
  });
}
