import pino from 'pino';
import { composeEngine } from '../../src/compose-engine.ts';
import type { EngineParts, EngineService } from '../../src/compose-engine.ts';
import type { Bus } from '../../src/messaging/contract.ts';
import { createMemoryBus } from '../../src/messaging/memory/memory-bus.ts';
import type { Store, Turn } from '../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { keepHeapSmall } from '../../src/platform/small-heap.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import { createSilentChannel } from './silent-channel.ts';
import type { Touched } from './silent-channel.ts';

/** What the engine asked of its store. */
export type Commits = { turns: number; minted: number; ended: number; limits: number };

export type Host = EngineService & { store: Store; commits: Commits; close: () => Promise<void> };

export type HostInput = {
  /** The file of a SQLite store, or a store that is open. The host closes it. */
  path: string | Store;
  instance?: string;
  bus?: Bus;
  note?: (touched: Touched) => void;
  knows?: (attempt: string) => boolean;
  holdMs?: number;
  busyEvery?: number;
  times?: EngineParts['times'];
  onCommitted?: EngineParts['onCommitted'];
};

const unlimited = { concurrent: null, perSecond: null };

/** The engine as production composes it, on the machine's own clocks and a store file, with a channel that is silent. */
export async function openHost({
  path,
  instance = 'bench',
  bus = createMemoryBus(),
  note,
  knows,
  holdMs,
  busyEvery,
  times,
  onCommitted,
}: HostInput): Promise<Host> {
  const clock = createSystemClock();
  const heap = keepHeapSmall({ clock });
  const file = typeof path === 'string' ? await openSqliteStore({ path }) : path;
  const commits: Commits = { turns: 0, minted: 0, ended: 0, limits: 0 };
  const store = counted(file, commits);
  const log = pino({ level: process.env['BENCH_LOG'] ?? 'silent' });
  const channel = createSilentChannel({
    report: (input) => {
      void service.engine
        .receive({ ...input, id: service.newId('event'), providerId: null })
        .catch((error: unknown) => log.error({ err: error }, 'a result was not taken'));
    },
    ...(note && { note }),
    ...(knows && { knows }),
    ...(holdMs !== undefined && { holdMs }),
    ...(busyEvery !== undefined && { busyEvery }),
  });
  const service = composeEngine({
    instance,
    store,
    bus,
    clocks: { business: clock, system: clock, store: clock },
    random: Math.random,
    log,
    address: null,
    shared: { account: unlimited, global: { concurrent: 10_000, perSecond: null }, caller: unlimited },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    channels: () => [channel],
    ...(times && { times }),
    ...(onCommitted && { onCommitted }),
  });
  return {
    ...service,
    store,
    commits,
    async close() {
      await heap.stop();
      await service.runtime.stop();
      await bus.close();
      await file.close();
    },
  };
}

function counted(store: Store, commits: Commits): Store {
  return {
    ...store,
    commitTurn(turn: Turn) {
      commits.turns += 1;
      commits.minted += turn.minted.length;
      commits.ended += turn.attempts.length;
      return store.commitTurn(turn);
    },
    reserve(input) {
      commits.limits += 1;
      return store.reserve(input);
    },
    release(input) {
      commits.limits += 1;
      return store.release(input);
    },
  };
}
