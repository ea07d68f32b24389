import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { composeEngine } from '../compose-engine.ts';
import type { EngineParts } from '../compose-engine.ts';
import type { Engine } from '../actors/index.ts';

/** An engine that carries out orders and runs no campaign. `close` releases what it took and closes the store. */
export type MigrationEngine = { engine: Engine; close: () => Promise<void> };

const unlimited = { concurrent: null, perSecond: null };

/** Creates an engine on a store. It is not started: it takes no campaign by itself, and it has no channel. */
export function createMigrationEngine(
  parts: Pick<EngineParts, 'instance' | 'store' | 'bus' | 'clocks' | 'random'>,
): MigrationEngine {
  const { store, bus } = parts;
  const { engine, runtime } = composeEngine({
    ...parts,
    log: pino({ level: 'silent' }),
    address: null,
    channels: () => [],
    shared: { account: unlimited, global: unlimited, caller: unlimited },
    breathe: () => nextTurn(),
  });
  return {
    engine,
    async close() {
      await runtime.stop();
      await bus.close();
      await store.close();
    },
  };
}
