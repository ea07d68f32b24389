import { join } from 'node:path';
import type { Cli } from '../cli.ts';
import { startChild } from '../demo/child.ts';
import type { Child } from '../demo/child.ts';
import type { SharedClock } from '../demo/shared-clock.ts';
import { makeDataFolder } from '../folder/make-data-folder.ts';
import { simulatorAccount } from '../service/simulator-account.ts';
import { killMessageSchema } from './kill-message.ts';

/** An instance of the cluster: `instance 2`, and its process; null after a kill. */
export type ClusterInstance = { name: string; child: Child | null };

/** The settings that all instances have in common, such as MONGODB_URI. */
export type ClusterSettings = Readonly<Record<string, string>>;

export type Starting = { cli: Cli; folder: string; clock: SharedClock };

/** `returning`: the start of its next process; null if none is being started. */
type Running = ClusterInstance & { leave: () => void; returning: Promise<void> | null };

/** The instances of a cluster, each a process with a data folder of its own. */
export type Instances = {
  list: () => readonly ClusterInstance[];
  start: (names: readonly string[]) => Promise<void>;
  /** Kills an instance with SIGKILL. */
  kill: (name: string) => Promise<void>;
  /** Starts an instance again after a kill, as a new process with a new id. */
  startAgain: (name: string) => Promise<void>;
  stop: () => Promise<void>;
};

/** An instance that was killed from a page comes back after this time. The takeover before it lasts as long as a lease. */
const backAfterMs = 20_000;

/**
 * Creates the instances. Each of them may ask for the kill of any (`kill-message.ts`), so that a page can show a takeover;
 * the killed one is started again later.
 */
export function createInstances({
  common,
  useTargets,
  ...starting
}: Starting & {
  common: ClusterSettings;
  /** Called with the addresses of all instances when they change. */
  useTargets: (urls: readonly string[]) => void;
}): Instances {
  const { system } = starting.cli;
  const running: Running[] = [];
  const waits = new Set<() => void>();
  const changed = (): void => useTargets(running.flatMap(({ child }) => (child ? [child.url] : [])));
  const find = (name: string): Running | undefined => running.find((one) => one.name === name);

  const begin = async (name: string): Promise<Running> => ({
    name,
    ...(await startInstance({ ...starting, name, common, onKill: (id) => void killOnRequest(id) })),
    returning: null,
  });
  const kill = async (one: Running): Promise<void> => {
    const { child } = one;
    if (!child) return;
    one.leave();
    one.child = null;
    await child.kill();
    changed();
  };
  const bringBack = async (one: Running): Promise<void> => {
    if (one.child) return;
    one.returning ??= begin(one.name)
      .then((started) => void Object.assign(one, started))
      .finally(() => (one.returning = null));
    await one.returning;
    changed();
  };
  const killOnRequest = async (id: string): Promise<void> => {
    const one = running.find(({ child }) => child?.instance === id);
    if (!one) return;
    await kill(one);
    const cancel = system.at(system.now() + backAfterMs, () => {
      waits.delete(cancel);
      // If it cannot start, the others continue.
      bringBack(one).catch(() => undefined);
    });
    waits.add(cancel);
  };

  return {
    list: () => running,
    async start(names) {
      running.push(...(await Promise.all(names.map(begin))));
      changed();
    },
    async kill(name) {
      const one = find(name);
      if (one) await kill(one);
    },
    async startAgain(name) {
      const one = find(name);
      if (one) await bringBack(one);
    },
    async stop() {
      for (const cancel of waits) cancel();
      await Promise.allSettled(running.flatMap(({ returning }) => (returning ? [returning] : [])));
      await Promise.all(running.map(async ({ child }) => child?.stop()));
    },
  };
}

async function startInstance({
  cli,
  folder,
  clock,
  name,
  common,
  onKill,
}: Starting & {
  name: string;
  common: ClusterSettings;
  /** Called when the instance asks for the kill of an instance, by its id. */
  onKill: (instance: string) => void;
}): Promise<Pick<Running, 'child' | 'leave'>> {
  const own = join(folder, name.replace(' ', '-'));
  makeDataFolder(own);
  const child = await startChild({
    cli,
    stretch: clock.clock.stretch(),
    args: ['serve', '--kills'],
    settings: {
      ...common,
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: own,
      CARRIER: 'simulator',
      PLIVO_AUTH_ID: simulatorAccount.authId,
      PLIVO_AUTH_TOKEN: simulatorAccount.authToken,
      LOG_LEVEL: 'info',
    },
    logFile: join(own, 'service.log'),
    onMessage(message) {
      const kill = killMessageSchema.safeParse(message);
      if (kill.success) onKill(kill.data.instance);
    },
  });
  return { child, leave: clock.addFollower(child) };
}
