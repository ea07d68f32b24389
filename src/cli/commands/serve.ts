import { readConfig } from '../../config.ts';
import type { Config } from '../../config.ts';
import type { Cli, ParentProcess } from '../cli.ts';
import type { KillMessage } from '../cluster/kill-message.ts';
import { readInstant } from '../clock/instant-option.ts';
import { refuseSecondService } from '../service/other-service.ts';
import { followParent, maxSpeed } from '../clock/process-clock.ts';
import { chooseClock } from '../clock/service-clock.ts';
import type { ServiceClock } from '../clock/service-clock.ts';
import { stopInTime } from '../service/stop-in-time.ts';
import { dateTime } from '../text/times.ts';
import { nextOpenMorning } from '../clock/try-at.ts';
import { untilStopped } from '../service/until-stopped.ts';
import type { Verb } from '../verb.ts';

export const serve: Verb = {
  name: 'serve',
  works: true,
  summary: 'Run the service: HTTP API, webhooks and the engine',
  description:
    'Settings come from the environment (docs/configuration.md). On a loopback address no setting is required: the store is SQLite under .ringmaster, and the carrier is simulated in this process.',
  options: [
    { flags: '--speed <factor>', what: 'the speed of the clock (simulator in this process only; default 1)' },
    {
      flags: '--at <time>',
      what: 'the start time of the clock, as RFC 3339 (simulator in this process only; default: now)',
    },
    { flags: '--seed <number>', what: 'which contacts answer (simulator in this process only; default 1)' },
    {
      flags: '--bundle <file>',
      what: 'show the campaign in a file of ringmaster bundle, read-only and without a store or carrier',
    },
    { flags: '--child', what: 'the clock comes from the process that started this one', hidden: true },
    { flags: '--kills', what: 'the process that started this one kills instances on request', hidden: true },
  ],
  examples: [
    { line: 'ringmaster serve', what: 'on http://127.0.0.1:3000, with the simulator' },
    {
      line: 'DATA_DIR=.ringmaster/try ringmaster serve --at 2027-03-01T09:00:00-05:00 --speed 60',
      what: 'to try a campaign at any time: a Monday morning in New York, one minute per second',
    },
    {
      line: 'CARRIER=plivo PLIVO_AUTH_ID=… PLIVO_AUTH_TOKEN=… PUBLIC_URL=https://calls.example.com ringmaster serve',
      what: 'real calls',
    },
    {
      line: 'ringmaster serve --bundle spring-checkup.bundle',
      what: 'a campaign of another installation, read-only',
    },
  ],
  async run({ cli, options, output }) {
    const { parent } = cli;
    const bundle = options.text('bundle');
    if (bundle !== undefined) {
      const { serveBundle } = await import('../bundle/serve-bundle.ts');
      return serveBundle({ cli, output, options }, bundle);
    }
    const config = readConfig({ environment: cli.environment });
    const speed = options.number('speed', { min: 0.01, max: maxSpeed }) ?? null;
    const at = readInstant({ options, name: 'at' }) ?? null;
    const seed = options.number('seed', { whole: true }) ?? 1;
    const isChild = options.flag('child') && parent !== null;
    await refuseSecondService({ cli, config });
    const clock = isChild ? await parentClock(cli) : await chooseClock({ cli, config, speed, at });
    const { startInstance } = await import('../service/instance.ts');
    const instance = await startInstance({
      cli,
      config,
      business: clock.clock,
      speed: clock.speed,
      seed,
      ...(isChild && options.flag('kills') && { killInstance: askToKill(parent) }),
    }).catch((error: unknown) => {
      clock.stop();
      throw error;
    });
    parent?.send({ type: 'ready', url: instance.url, instance: instance.id });
    output.document({ url: instance.url, ...factsOf(config) });
    output.say(`Ringmaster ${cli.version} at ${instance.url}   ${factsLine(config)}`);
    if (speed !== null || at !== null) {
      output.say(`Clock ${dateTime(clock.clock.now())} UTC, ${clock.speed()} times real time`);
    }
    if (at === null && !isChild && isSimulatedInside(config)) {
      output.say('No call starts at night and at weekends. To try a campaign at any time, start with:');
      output.say(`  ringmaster serve --at ${nextOpenMorning(cli.system.now())} --speed 60`);
    }
    await untilStopped({ cli, alsoWhenGone: isChild ? parent : null });
    return stopInTime({
      cli,
      async stop() {
        await instance.stop();
        clock.stop();
      },
    });
  },
};

/** Asks the process that started all instances to kill one of them. */
const askToKill =
  (parent: ParentProcess) =>
  (instance: string): void => {
    const message: KillMessage = { type: 'kill', instance };
    parent.send(message);
  };

async function parentClock(cli: Cli): Promise<ServiceClock> {
  const { parent } = cli;
  if (!parent) throw new TypeError('there is no parent process to follow');
  const clock = await followParent({ cli, parent });
  return { clock, speed: () => clock.stretch().speed, stop: () => undefined };
}

function isSimulatedInside({ CARRIER, CARRIER_URL }: Config): boolean {
  return CARRIER === 'simulator' && CARRIER_URL === undefined;
}

/** Where the campaigns are: a folder, or servers and a database without user and password. */
function storePlace(config: Config): string {
  if (config.STORE === 'sqlite') return config.DATA_DIR;
  const [, hosts = '', database = ''] =
    /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/]+)\/([^?]+)/.exec(config.MONGODB_URI) ?? [];
  return `${hosts}/${database}`;
}

function factsOf({ STORE, BUS, CARRIER, DATA_DIR }: Config): Readonly<Record<string, string>> {
  return { store: STORE, bus: BUS, carrier: CARRIER, dataDir: DATA_DIR };
}

/** Returns `store sqlite .ringmaster   bus memory   carrier SIMULATOR, no real calls`. */
export function factsLine(config: Config): string {
  const { STORE, BUS, CARRIER } = config;
  const carrier = CARRIER === 'simulator' ? 'SIMULATOR, no real calls' : CARRIER;
  return `store ${STORE} ${storePlace(config)}   bus ${BUS}   carrier ${carrier}`;
}
