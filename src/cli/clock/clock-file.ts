import { readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { isRingmasterError } from '../../domain/errors.ts';
import type { Cancel, SystemClock } from '../../platform/clock.ts';
import { writePrivateFile } from '../../platform/private-files.ts';
import type { ScaledClock } from '../../platform/scaled-clock.ts';
import { isNoRoom } from '../errors.ts';
import { makeDataFolder, unusableFolder } from '../folder/make-data-folder.ts';

const clockSchema = z.object({ businessAt: z.number() });

/** How often the file is written, and how far its instant is ahead of the clock. System time. */
const writeEveryMs = 1_000;
const aheadMs = 3_000;

/**
 * Returns the last instant of the simulated business clock of a data folder; null if its clock was always the real
 * one. A clock that continues from there never goes back, even after a kill, because the file is written ahead of the
 * clock.
 */
export function readClockFile({ path }: { path: string }): number | null {
  try {
    const read = clockSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return read.success ? read.data.businessAt : null;
  } catch {
    return null;
  }
}

/**
 * Writes the file ahead of the clock until `stop`, which writes the exact instant. Throws `store.unreadable` if the
 * first write fails.
 */
export function keepClockFile({
  path,
  clock,
  system,
}: {
  path: string;
  clock: ScaledClock;
  system: SystemClock;
}): { jumpTo: (instant: number) => void; stop: () => void } {
  let timer: Cancel = () => undefined;
  const write = (businessAt: number): void => {
    makeDataFolder(dirname(path));
    writePrivateFile(`${path}.part`, `${JSON.stringify({ businessAt })}\n`);
    renameSync(`${path}.part`, path);
  };
  const ahead = (from: number): number => from + aheadMs * clock.stretch().speed;
  /**
   * Writes the file. If the disk is full the clock continues: the store cannot acknowledge anything in that time
   * either.
   */
  const tryToWrite = (businessAt: number): void => {
    try {
      write(businessAt);
    } catch (error) {
      if (!isNoRoom(error)) throw error;
    }
  };
  const keep = (): void => {
    timer = system.at(system.now() + writeEveryMs, () => {
      tryToWrite(ahead(clock.now()));
      keep();
    });
  };
  try {
    write(ahead(clock.now()));
  } catch (error) {
    throw isNoRoom(error) || isRingmasterError(error) ? error : unusableFolder(dirname(path), error);
  }
  keep();
  return {
    jumpTo(instant) {
      tryToWrite(ahead(instant));
      clock.jumpTo(instant);
    },
    stop() {
      timer();
      tryToWrite(clock.now());
    },
  };
}
