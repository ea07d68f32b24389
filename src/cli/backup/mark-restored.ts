import type { Engine } from '../../actors/index.ts';
import type { Backends } from '../../compose-backends.ts';
import { composeEngine } from '../../compose-engine.ts';
import type { Config } from '../../config.ts';
import type { Cli } from '../cli.ts';
import { sharedLimits } from '../service/installation-limits.ts';
import { clocksOf, openUnserved } from '../service/unserved-store.ts';

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
  refuse?: (store: Backends['store']) => Promise<void>;
}): Promise<Marked> {
  const { store, bus, ...parts } = await openUnserved({ cli, config, path, instance: 'restore' });
  try {
    await refuse(store);
    const { engine } = composeEngine({
      ...parts,
      store,
      bus,
      clocks: await clocksOf({ cli, store, startAt }),
      address: null,
      channels: () => [],
      shared: sharedLimits(config),
    });
    return await engine.markRestored({ by: 'restore' });
  } finally {
    await bus.close();
    await store.close();
  }
}
