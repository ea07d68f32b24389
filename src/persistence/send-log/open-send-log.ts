import type { Logger } from 'pino';
import { readBootId } from './boot-id.ts';
import { claimSendLog } from './claim-send-log.ts';
import type { SendLog } from './contract.ts';
import { createFileMedium } from './file-medium.ts';
import { readLeftBehind } from './left-behind.ts';
import { createSendLog } from './send-log.ts';

type OpenInput = {
  instance: string;
  /** The system clock. */
  now: () => number;
  log: Logger;
};

/** Opens the send log of a data folder. Only the process that has the store of that folder open may do this. */
export function openSendLog({ path, instance, now, log }: OpenInput & { path: string }): SendLog {
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

/** Opens a send log of a data folder that other processes may use, too. See `claimSendLog`. */
export function openSharedSendLog({ folder, ...input }: OpenInput & { folder: string }): SendLog {
  const { path, release } = claimSendLog({ folder, instance: input.instance });
  const sendLog = openSendLog({ ...input, path });
  return {
    ...sendLog,
    close() {
      sendLog.close();
      release();
    },
  };
}

/**
 * Reads the attempts that the last process of a data folder noted and certainly did not send; none without proof. The log is
 * not changed. Only the process that has the store of that folder open may do this.
 */
export function readUnsent({ path, now }: { path: string; now: () => number }): ReadonlySet<string> {
  return readLeftBehind({ medium: createFileMedium({ path, now }), boot: readBootId() }).unsent;
}
