import type { Logger } from 'pino';
import type { EngineService } from './compose-engine.ts';
import type { Outside } from './compose-outside.ts';
import type { RingmasterError } from './domain/errors.ts';
import type { Live } from './live/index.ts';
import type { Bus } from './messaging/contract.ts';
import type { Store } from './persistence/contract/store.ts';
import type { SendLog } from './persistence/send-log/contract.ts';
import { sleep } from './platform/clock.ts';
import type { SystemClock } from './platform/clock.ts';

/** The time in which an instance hands its campaigns over. After it, other instances take them when its lease ends. */
const leaveWithinMs = 10_000;

export type Lifecycle = {
  start: () => Promise<void>;
  /** Ends the work, then closes everything. */
  stop: () => Promise<void>;
  /**
   * Ends the work for good, while the process continues to answer reads. Then calls `close`, after ten seconds at the
   * latest.
   */
  leave: (input: { reason: RingmasterError; close: () => void }) => void;
};

/** Starts and stops the parts of an instance. Its work ends once, even if the instance leaves and is stopped later. */
export function createLifecycle({
  built: { engine, runtime, reconciler, channels },
  store,
  bus,
  sendLog,
  live,
  watch,
  outside,
  stopping,
  system,
  log,
}: {
  built: EngineService;
  store: Store;
  bus: Bus;
  sendLog?: SendLog | undefined;
  live: Live;
  watch: { start: () => void; stop: () => Promise<void> };
  outside: Outside;
  /** Ends open streams. */
  stopping: AbortController;
  system: SystemClock;
  log: Logger;
}): Lifecycle {
  let beginning = Promise.resolve();
  let ended: Promise<void> | null = null;

  const begin = async (): Promise<void> => {
    await reconciler.start();
    await runtime.start();
    await outside.start();
    watch.start();
    await engine.closeAbandonedImports();
  };
  const end = async (): Promise<void> => {
    stopping.abort();
    await watch.stop();
    await outside.stop(runtime.stop);
  };
  const endOnce = (): Promise<void> => (ended ??= end());

  return {
    start: () => (beginning = begin()),
    async stop() {
      await endOnce();
      sendLog?.close();
      live.close();
      for (const channel of channels.values()) await channel.close();
      await bus.close();
      await store.close();
    },
    leave({ reason, close }) {
      log.error({ err: reason }, 'this instance hands its campaigns over and writes nothing more');
      const leaving = beginning.catch(() => undefined).then(endOnce);
      Promise.race([leaving, sleep({ clock: system, ms: leaveWithinMs })])
        .catch((error: unknown) => log.error({ err: error }, 'the campaigns were not handed over in order'))
        .finally(close);
    },
  };
}
