import type { Logger } from 'pino';
import type { EngineService } from './compose-engine.ts';
import type { Outside } from './compose-outside.ts';
import type { RingmasterError } from './domain/errors.ts';
import { createRequestGate } from './http/middleware/request-gate.ts';
import type { RequestGate } from './http/middleware/request-gate.ts';
import type { Live } from './live/index.ts';
import type { Bus } from './messaging/contract.ts';
import type { Store } from './persistence/contract/store.ts';
import type { SendLog } from './persistence/send-log/contract.ts';
import { sleep } from './platform/clock.ts';
import type { SystemClock } from './platform/clock.ts';

/** The time in which an instance hands its campaigns over. After it, other instances take them when its lease ends. */
const leaveWithinMs = 10_000;
/** The maximum time for requests that run when the work has ended, and for late answers of channels. */
const drainMs = 3_000;

export type Lifecycle = {
  start: () => Promise<void>;
  /**
   * Ends the work, during which requests are still answered; then lets no further request in, waits for those that run, and
   * stores late answers of channels; then closes everything. `drain` closes the port, if there is one. It is called with the gate.
   */
  stop: (input?: { drain?: () => Promise<void> }) => Promise<void>;
  /**
   * Ends the work for good, while the process continues to answer reads. Then calls `close`, after ten seconds at the
   * latest.
   */
  leave: (input: { reason: RingmasterError; close: () => void }) => void;
};

/** What tells HTTP that the instance stops. */
export type Ends = {
  /** Aborts when the instance begins to stop: streams end, and it is unready. */
  stopping: AbortController;
  /** Closed when its work has ended. */
  gate: RequestGate;
};

export function createEnds(): Ends {
  return { stopping: new AbortController(), gate: createRequestGate() };
}

/** Starts and stops the parts of an instance. Its work ends once, even if the instance leaves and is stopped later. */
export function createLifecycle({
  built: { engine, runtime, reconciler, channels },
  store,
  bus,
  sendLog,
  live,
  watch,
  outside,
  bots,
  stopping,
  gate,
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
  bots: { close: () => Promise<void> };
  system: SystemClock;
  log: Logger;
} & Ends): Lifecycle {
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
    async stop({ drain = () => Promise.resolve() } = {}) {
      await endOnce();
      const rest = Promise.all([gate.close(), runtime.settled()]);
      const answered = Promise.race([rest, sleep({ clock: system, ms: drainMs })]);
      await Promise.all([answered, drain()]);
      sendLog?.close();
      live.close();
      for (const channel of channels.values()) await channel.close();
      await bots.close();
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
