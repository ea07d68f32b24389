import type { Logger } from 'pino';
import { readBootId } from './boot-id.ts';
import type { SendLog } from './contract.ts';
import { createFileMedium } from './file-medium.ts';
import { readLeftBehind } from './left-behind.ts';
import { createSendLog } from './send-log.ts';

/** Opens the send log of a data folder. Only the process that has the store of that folder open may do this. */
export function openSendLog({
  path,
  instance,
  now,
  log,
}: {
  path: string;
  instance: string;
  /** The system clock. */
  now: () => number;
  log: Logger;
}): SendLog {
  return createSendLog({
    medium: createFileMedium({ path, now }),
    boot: readBootId(),
    instance,
    at: now(),
    onTrouble: ({ what, error }) =>
      log.warn(
        { path, err: error },
        `${what}: attempts that a kill leaves behind may hold their slots longer`,
      ),
  });
}

/**
 * Reads the attempts that the last process of a data folder noted and certainly did not send; none without proof. The log is
 * not changed. Only the process that has the store of that folder open may do this.
 */
export function readUnsent({ path, now }: { path: string; now: () => number }): ReadonlySet<string> {
  return readLeftBehind({ medium: createFileMedium({ path, now }), boot: readBootId() }).unsent;
}
