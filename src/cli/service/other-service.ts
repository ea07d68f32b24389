import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../../config.ts';
import { isRingmasterError, RingmasterError } from '../../domain/errors.ts';
import { readAddress } from '../folder/address-file.ts';
import type { Address } from '../folder/address-file.ts';
import type { Cli } from '../cli.ts';
import { isAlive } from '../starter/is-alive.ts';
import { isOurs } from './is-ours.ts';
import { findPortHolder } from '../listener/port-holder.ts';
import { clockTime, machineZone } from '../text/times.ts';

/** The wait before a start is refused. A service whose starter was killed notices it within a second and then stops. */
const waitMs = 3_000;
const pollMs = 100;

type Place = Pick<Config, 'DATA_DIR' | 'HOST' | 'PORT'>;

/**
 * Refuses a second service on a data folder, before any file is changed. It waits up to three seconds, in case the
 * running service is about to end. Throws `service.already-runs`.
 */
export async function refuseSecondService({
  cli,
  config,
}: {
  cli: Pick<Cli, 'system' | 'interrupt' | 'pid'>;
  config: Place;
}): Promise<void> {
  const until = cli.system.monotonic() + waitMs;
  for (;;) {
    const holder = readHolder(config);
    if (!holder || holder.pid === cli.pid || !(await isOurs(holder.url))) return;
    if (cli.interrupt.aborted) return;
    if (cli.system.monotonic() >= until) throw alreadyRuns(holder, config);
    // A Node timer, because timers of the system clock do not keep the process alive and nothing else is running.
    await delay(pollMs);
  }
}

/** Converts a start error that a running service causes into `service.already-runs`. Returns other errors unchanged. */
export async function nameHolder({ error, config }: { error: unknown; config: Place }): Promise<unknown> {
  if (isRingmasterError(error, 'store.locked')) {
    const holder = readHolder(config);
    return holder ? alreadyRuns(holder, config) : error;
  }
  if (isRingmasterError(error, 'cli.port-unusable') && config.PORT !== 0) {
    const url = `http://${config.HOST}:${config.PORT}`;
    if (await isOurs(url)) return otherFolder(url, config);
  }
  return error;
}

/** Returns the address of the running service on the data folder; null if there is none or it has ended. */
function readHolder({ DATA_DIR }: Pick<Place, 'DATA_DIR'>): Address | null {
  const address = readAddress({ folder: DATA_DIR });
  return address && isAlive(address.pid) ? address : null;
}

function alreadyRuns({ pid, url, startedAt }: Address, { DATA_DIR }: Place): RingmasterError {
  const since = startedAt === undefined ? '' : `, started ${clockTime(startedAt, machineZone())}`;
  return new RingmasterError({
    code: 'service.already-runs',
    family: 'conflict',
    message: `Ringmaster (pid ${pid}${since}) already serves ${url} from the data folder ${DATA_DIR}.`,
    hint: `Use that service, stop it with: kill ${pid}, or choose another DATA_DIR.`,
    details: { pid, url, folder: DATA_DIR },
  });
}

function otherFolder(url: string, { DATA_DIR, PORT }: Place): RingmasterError {
  const pid = findPortHolder(PORT);
  return new RingmasterError({
    code: 'service.already-runs',
    family: 'conflict',
    message: `Another Ringmaster${pid === null ? '' : ` (pid ${pid})`} already serves ${url}, from a data folder other than ${DATA_DIR}.`,
    hint: `Stop that one${pid === null ? '' : ` with: kill ${pid}`}, or set PORT to a port other than ${PORT}; 0 uses a free one.`,
    details: { url, ...(pid !== null && { pid }) },
  });
}
