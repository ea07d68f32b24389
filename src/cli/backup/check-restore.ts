import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../../config.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { readClockStart } from '../clock/clock-start.ts';
import type { Cli } from '../cli.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { refuseSecondService } from '../service/other-service.ts';
import { markRestored } from './mark-restored.ts';
import type { Marked } from './mark-restored.ts';

/** Longer than an instance takes from one heartbeat to the next. */
const beatMs = 4_000;

/**
 * Marks the store of the settings as restored, for a store that was restored by other means: a MongoDB database, or a
 * data folder from a snapshot of the disk. Throws `restore.instances-run`, `restore.no-store` and `service.already-runs`.
 */
export async function checkRestore({ cli, config }: { cli: Cli; config: Config }): Promise<Marked> {
  const folder = dataFolder({ path: config.DATA_DIR });
  if (config.STORE === 'sqlite') {
    await refuseSecondService({ cli, config });
    if (!folder.hasStore) throw noStore(folder.path);
  }
  const startAt =
    config.STORE === 'sqlite' ? await readClockStart({ ...folder, now: cli.system.now() }) : null;
  return markRestored({ cli, config, path: folder.store, startAt, refuse: refuseInstances });
}

/** Instances that were in the backup do not count their heartbeats up any more. */
async function refuseInstances(store: Store): Promise<void> {
  const before = await store.listInstances();
  if (before.length === 0) return;
  await delay(beatMs);
  const counters = new Map(before.map(({ id, counter }) => [id, counter]));
  const alive = (await store.listInstances()).filter(({ id, counter }) => counters.get(id) !== counter);
  if (alive.length === 0) return;
  throw new RingmasterError({
    code: 'restore.instances-run',
    family: 'conflict',
    message: `Instances use this store: ${alive.map(({ id }) => id).join(', ')}. Nothing was changed.`,
    hint: 'Stop every instance, restore the database, run ringmaster restore --check, then start them.',
    details: { instances: alive.map(({ id }) => id) },
  });
}

function noStore(folder: string): RingmasterError {
  return new RingmasterError({
    code: 'restore.no-store',
    family: 'not-found',
    message: `The data folder ${folder} has no store.`,
    hint: 'To restore a backup, name its file: ringmaster restore FILE',
  });
}
