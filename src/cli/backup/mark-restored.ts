import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import type { Engine } from '../../actors/index.ts';
import { openBackends } from '../../compose-backends.ts';
import { composeEngine } from '../../compose-engine.ts';
import type { Config } from '../../config.ts';
import { createOwnClock } from '../clock/process-clock.ts';
import type { Cli } from '../cli.ts';
import { sharedLimits } from '../service/installation-limits.ts';

export type Marked = Awaited<ReturnType<Engine['markRestored']>>;

/**
 * Opens a store that no service uses, upgrades it to this version, and marks it as restored (`Engine.markRestored`). The
 * engine is not started, so nothing is sent.
 */
export async function markRestored({
  cli,
  config,
  path,
  startAt,
  refuse = () => Promise.resolve(),
}: {
  cli: Pick<Cli, 'system' | 'random'>;
  config: Config;
  /** The file of an embedded store. */
  path: string;
  /** The instant from which a simulated clock continues; null for the real one. */
  startAt: number | null;
  /** Rejects if the store must not be marked. */
  refuse?: (store: Awaited<ReturnType<typeof openBackends>>['store']) => Promise<void>;
}): Promise<Marked> {
  const { system, random } = cli;
  const log = pino({ level: 'silent' });
  const breathe = (): Promise<void> => nextTurn();
  const instance = 'restore';
  const { store, bus } = await openBackends({
    config: { ...config, BUS: 'memory' },
    path,
    onLost: () => undefined,
    instance,
    system,
    breathe,
    random,
    log,
  });
  try {
    await refuse(store);
    const { engine } = composeEngine({
      instance,
      store,
      bus,
      clocks: { business: createOwnClock({ cli, speed: 1, startAt }), system, store: system },
      random,
      log,
      address: null,
      channels: () => [],
      shared: sharedLimits(config),
      breathe,
    });
    return await engine.markRestored({ by: 'restore' });
  } finally {
    await bus.close();
    await store.close();
  }
}
