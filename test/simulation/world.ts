import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { Logger } from 'pino';
import { createFetchSend } from '../../src/channels/voice/plivo/fetch-send.ts';
import { composeEngine } from '../../src/compose.ts';
import type { Attempt } from '../../src/domain/attempt.ts';
import type { EngineService } from '../../src/compose.ts';
import { createMemoryBus } from '../../src/messaging/memory/memory-bus.ts';
import type { Store } from '../../src/persistence/contract.ts';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { createVirtualTime } from '../../src/platform/virtual-clock.ts';
import type { VirtualTime } from '../../src/platform/virtual-clock.ts';
import { createMemoryJournal, createSimulator } from '../../src/simulator/index.ts';
import type { Journal, Simulator, SimulatorOptionsInput } from '../../src/simulator/index.ts';
import { createDraw } from './draw.ts';
import { createFuse, guardBus, guardClocks, guardSend, guardStore } from './fuse.ts';
import type { CrossingWatcher, Fuse } from './fuse.ts';
import { createSettle } from './settle.ts';
import { stub } from './webhook-stub.ts';

export const account = { authId: 'MASIMULATION', authToken: 'simulation-token' };
export const publicUrl = 'http://ringmaster.test';

/** One life of the service, from start to kill or stop. */
export type Life = {
  service: EngineService;
  store: Store;
  fuse: Fuse;
  fetch: (request: Request) => Promise<Response>;
};

export type World = {
  time: VirtualTime;
  simulator: Simulator;
  journal: Journal;
  /** The process running now; null between a kill and the next start. */
  life: () => Life | null;
  start: () => Promise<Life>;
  /** As `kill -9` does: whatever it was doing comes to nothing; the file and the carrier stay. */
  kill: () => Promise<void>;
  close: () => Promise<void>;
};

export type WorldInput = {
  seed: number;
  startAt: number;
  carrier?: SimulatorOptionsInput;
  /** Of the account, as our side paces it. */
  accountPerSecond: number;
  watch?: CrossingWatcher;
  /** Told of every attempt that a turn has durably minted. */
  onMinted?: (attempt: Attempt) => void;
  log?: Logger;
};

/** A service and a carrier on virtual time, joined in process; the store is a real file. */
export function createWorld({
  seed,
  startAt,
  carrier,
  accountPerSecond,
  watch = () => undefined,
  onMinted,
  log,
}: WorldInput): World {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-simulation-'));
  const path = join(folder, 'store.db');
  const journal = createMemoryJournal();
  let life: Life | null = null;
  let lives = 0;
  let inFlight = 0;
  const time = createVirtualTime({
    businessStart: startAt,
    settle: createSettle({ isBusy: () => inFlight > 0 || simulator.pendingCallbacks() > 0 }),
  });

  /** Requests that will never be answered must not keep the world waiting. */
  const counted = async (work: Promise<Response>): Promise<Response> => {
    inFlight += 1;
    try {
      return await work;
    } finally {
      inFlight -= 1;
    }
  };

  const simulator = createSimulator({
    clock: time.clocks.business,
    system: time.clocks.business,
    seed,
    accounts: [account],
    journal,
    fetchCallback: (request) => {
      if (!life) return Promise.reject(new Error('connection refused'));
      return life.fetch(request);
    },
    ...(carrier && { options: carrier }),
  });

  const start = async (): Promise<Life> => {
    lives += 1;
    const fuse = createFuse();
    const file = await openSqliteStore({ path, synchronous: 'off' });
    const noted: Store = {
      ...file,
      async commitTurn(turn) {
        const result = await file.commitTurn(turn);
        if (result.kind === 'committed') for (const attempt of turn.minted) onMinted?.(attempt);
        return result;
      },
    };
    const store = guardStore({ store: noted, fuse, watch });
    const clocks = guardClocks({ clocks: time.clocks, fuse });
    const send = guardSend({
      send: createFetchSend({
        clock: time.clocks.system,
        fetch: (request) => counted(simulator.fetch(request)),
      }),
      fuse,
      watch,
    });
    const service = composeEngine({
      instance: `instance-${lives}`,
      store,
      bus: guardBus({ bus: createMemoryBus(), fuse, watch }),
      clocks,
      random: createDraw({ seed, purpose: `life ${lives}` }).number,
      log: log ?? pino({ level: 'silent' }),
      publicUrl,
      carrier: { ...account, baseUrl: 'http://carrier.test', requestsPer5s: 300 },
      carrierIsSimulated: true,
      send,
      shared: {
        account: { concurrent: null, perSecond: accountPerSecond },
        global: { concurrent: null, perSecond: null },
        caller: { concurrent: null, perSecond: null },
      },
      // A heartbeat every minute instead of every second: a campaign of days takes milliseconds.
      lease: { leaseMs: 600_000, marginMs: 180_000, beatMs: 60_000, gapMs: 120_000 },
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
    });
    const answer = stub({ service, store, publicUrl, authToken: account.authToken });
    const fetch = async (request: Request): Promise<Response> => {
      if (fuse.isBlown()) throw new Error('connection refused');
      return Promise.race([
        answer(request),
        fuse.blown.then(() => Promise.reject(new Error('connection reset'))),
      ]);
    };
    const next: Life = { service, store, fuse, fetch };
    fuse.onBlow(() => void file.close());
    life = next;
    await service.runtime.start();
    return next;
  };

  const kill = async (): Promise<void> => {
    life?.fuse.blow();
    life = null;
    await Promise.resolve();
  };

  return {
    time,
    simulator,
    journal,
    life: () => life,
    start,
    kill,
    async close() {
      await kill();
      simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
