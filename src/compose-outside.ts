import type { Logger } from 'pino';
import type { Engine } from './actors/index.ts';
import type { Channels } from './domain/campaign/channel-facts.ts';
import { takeResults } from './integrations/results/result-intake.ts';
import type { OutsideBus } from './messaging/contract.ts';
import type { Store } from './persistence/contract/store.ts';

/** What an instance does for programs outside the installation. */
export type Outside = { start: () => Promise<void>; stop: () => Promise<void> };

/** Takes the results that outside programs report on the bus. Does nothing unless `hasOutside`. */
export function composeOutside({
  hasOutside = false,
  bus,
  store,
  engine,
  channels,
  log,
}: {
  hasOutside?: boolean;
  bus: OutsideBus;
  store: Store;
  engine: Pick<Engine, 'receive'>;
  channels: Channels;
  log: Logger;
}): Outside {
  const stopping: (() => Promise<void>)[] = [];
  return {
    async start() {
      if (!hasOutside) return;
      stopping.push(await takeResults({ bus, store, receive: engine.receive, channels, log }));
    },
    async stop() {
      for (const stop of stopping.splice(0)) await stop();
    },
  };
}
