import type { Logger } from 'pino';
import type { Channel } from '../../channels/contract.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Runtime } from '../host/runtime.ts';
import type { EngineTimes } from '../kit.ts';
import type { Incarnation } from '../../domain/incarnation.ts';
import { requireMarked } from './restore-phase.ts';
import { unknownContacts } from './unknown-contacts.ts';

/** Compares the records of the providers with a store that was restored from a backup. */
export type Reconciler = {
  /**
   * Called before the instance starts. If the store is not reconciled, the comparison is repeated in the background until
   * it is complete. Rejects with `restore.unfinished` if the restore itself was interrupted.
   */
  start: () => Promise<void>;
};

/**
 * How far before the last commit of the backup touches are listed. It covers a clock that was set back. A touch of a
 * stored attempt is recognised, so a longer time only costs requests.
 */
const marginMs = 5 * 60_000;

export function createReconciler({
  store,
  runtime,
  channels,
  business,
  times: { searchPeriodMs, searchEveryMs },
  log,
}: {
  store: Store;
  runtime: Pick<Runtime, 'ask' | 'onBeat'>;
  channels: ReadonlyMap<string, Channel>;
  business: Clock;
  times: Pick<EngineTimes, 'searchPeriodMs' | 'searchEveryMs'>;
  log: Logger;
}): Reconciler {
  /** Resolves with the number of contacts that are in review because of a touch that is not stored. */
  const compare = async (since: number): Promise<number> => {
    let reviewed = 0;
    for (const { name, listTouches } of channels.values()) {
      if (!listTouches) continue;
      const found = unknownContacts({ store, channel: name, listed: listTouches(since), since });
      for await (const { campaign, contacts } of found) {
        const event = { type: 'contacts-doubted', reason: 'found', contacts } as const;
        reviewed += Number(await runtime.ask({ campaign, event }));
      }
    }
    return reviewed;
  };

  let reviewed = 0;
  /**
   * The comparison that began after the search period is the last one: before that, a provider may not have the record of
   * a touch that was sent just before the restore.
   */
  const run = async ({ id, at, since }: Incarnation): Promise<boolean> => {
    const begun = Math.floor(business.now());
    reviewed += await compare((since ?? at) - marginMs);
    if (begun < at + searchPeriodMs) return false;
    await store.advanceRestore({ id, from: 'reconciling', reviewed, at: Math.floor(business.now()) });
    log.info({ incarnation: id, reviewed }, 'the restored store is reconciled: campaigns can be resumed');
    return true;
  };

  return {
    async start() {
      const incarnation = await store.readIncarnation();
      requireMarked(incarnation);
      if (incarnation.phase !== 'reconciling') return;
      let isBusy = false;
      let isDone = false;
      let nextAt = 0;
      const again = (): void => {
        nextAt = business.now() + searchEveryMs;
        isBusy = false;
      };
      runtime.onBeat(() => {
        if (isBusy || isDone || business.now() < nextAt) return;
        isBusy = true;
        run(incarnation)
          .then((done) => {
            isDone = done;
          })
          .catch((error: unknown) => {
            log.warn({ err: error }, 'the records of a provider could not be compared; this is tried again');
          })
          .finally(again);
      });
    },
  };
}
