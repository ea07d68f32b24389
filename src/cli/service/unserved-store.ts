import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { openBackends } from '../../compose-backends.ts';
import type { Backends } from '../../compose-backends.ts';
import { openClocks } from '../../compose-clocks.ts';
import type { Clocks } from '../../platform/clock.ts';
import type { Random } from '../../platform/random.ts';
import type { Cli } from '../cli.ts';
import { createOwnClock } from '../clock/process-clock.ts';

type UnservedInput = {
  cli: Pick<Cli, 'system' | 'random'>;
  config: Parameters<typeof openBackends>[0]['config'];
  /** The file of an embedded store. */
  path: string;
  instance: string;
};

/** What an engine that is not started needs beside its clocks. */
export type Unserved = Backends & {
  instance: string;
  random: Random;
  log: Logger;
  breathe: () => Promise<void>;
};

/** Opens a store that no service uses, with a bus in this process. Nothing is logged. */
export async function openUnserved({ cli, config, path, instance }: UnservedInput): Promise<Unserved> {
  const { system, random } = cli;
  const log = pino({ level: 'silent' });
  const breathe = (): Promise<void> => nextTurn();
  const parts = { instance, random, log, breathe };
  const backends = await openBackends({
    ...parts,
    config: { ...config, BUS: 'memory' },
    path,
    onLost: () => undefined,
    system,
  });
  return { ...backends, ...parts };
}

/**
 * Returns the clocks of a store that no service uses. A simulated business clock continues from `startAt`; with null the
 * time is the real one.
 */
export async function clocksOf({
  cli,
  store,
  startAt,
}: {
  cli: Pick<Cli, 'system'>;
  store: Backends['store'];
  startAt: number | null;
}): Promise<Clocks> {
  const { system } = cli;
  const simulated = startAt === null ? {} : { business: createOwnClock({ cli, speed: 1, startAt }) };
  return (await openClocks({ store, system, ...simulated })).clocks;
}
