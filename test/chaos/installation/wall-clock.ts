import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const shared = '/dev/shm';
const left = /^(?:sem\.faketime_sem|faketime_shm)_(\d+)$/;

/** Returns the settings of a process whose wall clock differs by this much; its elapsed time is the true one. */
export function wallClock(library: string, offsetMs: number): Record<string, string> {
  const sign = offsetMs < 0 ? '-' : '+';
  return {
    LD_PRELOAD: library,
    FAKETIME: `${sign}${(Math.abs(offsetMs) / 1000).toFixed(3)}`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

/** Removes what libfaketime leaves in the memory of the machine when its process is killed. */
export function removeLeftClocks(): void {
  if (!existsSync(shared)) return;
  for (const name of readdirSync(shared)) {
    const [, pid] = left.exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) rmSync(join(shared, name), { force: true });
  }
}
