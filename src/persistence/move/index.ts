import type { SystemClock } from '../../platform/clock.ts';
import { sleep } from '../../platform/clock.ts';
import type { Random } from '../../platform/random.ts';
import type { Store } from '../contract/store.ts';
import { openMongoStore } from '../mongodb/mongodb-store.ts';

export { openMoveSource } from './move-source.ts';
export { openMoveTarget } from '../mongodb/move-target.ts';
export type { MoveTarget } from '../mongodb/move-target.ts';

/** Opens a database into which a store is being moved, to verify it. Instances cannot open it before the move is complete. */
export function openMoveCopy({
  uri,
  database,
  system,
  random,
}: {
  uri: string;
  database?: string;
  system: SystemClock;
  random: Random;
}): Promise<Store> {
  return openMongoStore({
    uri,
    database,
    instance: 'move',
    now: system.monotonic,
    pause: (ms) => sleep({ clock: system, ms }),
    random,
    isMove: true,
  });
}
