import type { Logger } from 'pino';
import type { News, Store } from '../../persistence/contract/store.ts';
import type { SendLog } from '../../persistence/send-log/contract.ts';
import type { SystemClock } from '../../platform/clock.ts';
import { createRepeat } from '../../platform/repeat.ts';
import type { ActorRegistry } from '../host/actor-registry.ts';
import type { InstanceKnowledge } from '../host/instance-knowledge.ts';
import { createClockWatch } from './clock-watch.ts';
import { createSweeper } from './sweeper.ts';

export type PeriodicReads = {
  start: () => void;
  /** Resolves once it does not use the store any more. */
  stop: () => Promise<void>;
};

/** The number of beats between two reads of all settings and stops. */
const wholeEvery = 30;
/** The number of beats between two searches for rows of removed campaigns. */
const sweepEvery = 5;

/**
 * On every beat, reads what other instances did and the bus did not announce: news of the campaigns of this instance,
 * and changed settings and emergency stops. It wakes only the campaigns that these concern, so campaigns that wait
 * cost nothing. Deletes rows of removed campaigns from here.
 */
export function createPeriodicReads({
  instance,
  store,
  system,
  everyMs,
  log,
  registry,
  knowledge,
  sendLog,
  applyStops,
  applyNews,
  breathe,
  onBeat,
}: {
  instance: string;
  store: Pick<Store, 'readNews' | 'sweepRemoved'>;
  system: SystemClock;
  everyMs: () => number;
  log: Logger;
  registry: ActorRegistry;
  knowledge: InstanceKnowledge;
  sendLog: Pick<SendLog, 'checkUp'>;
  /** Called when other emergency stops apply than before. */
  applyStops: () => void;
  applyNews: (news: readonly News[]) => Promise<void>;
  breathe: () => Promise<void>;
  /** Called at every beat. */
  onBeat: readonly (() => void)[];
}): PeriodicReads {
  let beats = 0;

  const lookAtClocks = createClockWatch({ system, log, registry, knowledge });
  const sweeper = createSweeper({ store, breathe, log });

  const look = async (): Promise<void> => {
    lookAtClocks();
    registry.dismissEnded();
    sendLog.checkUp();
    if (beats % sweepEvery === 0) sweeper.sweep();
    for (const listener of onBeat) listener();
    beats += 1;
    const { news, settingsRev } = await store.readNews(instance);
    const refreshed = await knowledge.refresh({ whole: beats % wholeEvery === 0, settingsRev });
    if (refreshed.settings) for (const actor of registry.all()) actor.wake();
    if (refreshed.stops) applyStops();
    await applyNews(news);
  };

  const looks = createRepeat({
    clock: system,
    everyMs,
    run: look,
    onError: (error) => log.error({ err: error }, 'reading the changes of other instances failed'),
  });

  return {
    start: looks.start,
    async stop() {
      await looks.stop();
      await sweeper.stop();
    },
  };
}
