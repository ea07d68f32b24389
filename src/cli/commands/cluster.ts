import { join, resolve } from 'node:path';
import { readConfig } from '../../config.ts';
import type { Environment } from '../../config.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { ClusterSettings } from '../cluster/instances.ts';
import { openDemo } from '../demo/demo-state.ts';
import { stayUp } from '../demo/stay-up.ts';
import { createSharedClock } from '../demo/shared-clock.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { examplePath } from '../folder/example-path.ts';
import { readCampaignFile } from '../list/campaign-file.ts';
import { checkList, findContactList } from '../list/contact-list.ts';
import type { Verb } from '../verb.ts';

/** Monday 1 March 2027, 09:00 in New York, which is not a holiday. */
const startAt = Date.UTC(2027, 2, 1, 14, 0);
const timeZone = 'America/New_York';
const defaultSpeed = 60;
const maxSpeed = 200;
const instanceCount = 3;
/** Limits of the whole cluster. Each campaign may have 10 concurrent calls. */
const limits = { concurrent: 20, perSecond: 6 };

export const cluster: Verb = {
  name: 'cluster',
  works: true,
  streams: true,
  takes: '[list]',
  summary: 'Three instances on MongoDB and NATS, one of which is killed',
  description:
    'Runs three campaigns on three instances, with a load balancer and a simulated carrier. Kills the owner of a campaign while its calls are open, shows which instance takes over, and compares the records with the journal of the carrier. The dashboard shows it live, with a button that kills the owner of a campaign; on a terminal everything then stays up until Ctrl-C. No real call is made. It creates a new database on the server of MONGODB_URI and leaves it there. In a checkout, `npm run cluster` starts the servers too.',
  options: [
    {
      flags: '--speed <factor>',
      what: `how fast the clock runs (default ${defaultSpeed}, maximum ${maxSpeed})`,
    },
  ],
  examples: [
    {
      line: 'MONGODB_URI=mongodb://127.0.0.1:27017/ringmaster?replicaSet=rs0 NATS_URL=nats://127.0.0.1:4222 ringmaster cluster',
      what: 'with your own servers; takes about two minutes',
    },
  ],
  async run({ cli, output, args, options }) {
    const { showCluster } = await import('../cluster/show-cluster.ts');
    const { startCluster } = await import('../cluster/cluster-processes.ts');
    const speed = options.number('speed', { min: 1, max: maxSpeed }) ?? defaultSpeed;
    const run = `${cli.pid}-${Math.floor(cli.random() * 1e6)}`;
    const settings = readServers({ environment: cli.environment, run });
    const folder = dataFolder({ path: join(settings['DATA_DIR'] ?? '', 'cluster') });
    const campaign = readCampaignFile({ path: examplePath('campaign.yaml') });
    const [own] = args;
    const list = findContactList({
      path: own === undefined ? examplePath('leads.csv') : resolve(cli.cwd, own),
    });
    await checkList({ list, definition: campaign.definition });
    const memory = openDemo({ folder: folder.path, pid: cli.pid, list: list.path, again: true });
    const clock = await createSharedClock({ cli, folder, startAt });
    output.say(`Ringmaster ${cli.version}   ${instanceCount} instances, data folder ${folder.path}`);
    output.say('carrier SIMULATOR, no real calls');
    try {
      const processes = await startCluster({
        cli,
        folder: folder.path,
        clock,
        count: instanceCount,
        settings,
        callsPerSecond: limits.perSecond,
        seed: 7,
      });
      try {
        const code = await showCluster({
          cli,
          output,
          clock,
          processes,
          folder,
          campaign,
          list,
          timeZone,
          speed,
          limits,
        });
        const name = `${campaign.definition.name}-1`;
        await stayUp({ output, interrupt: cli.interrupt, url: processes.url, campaign: name });
        return code;
      } finally {
        await processes.stop();
        memory.note({ isFinished: true });
      }
    } finally {
      clock.stop();
    }
  },
};

/**
 * Returns the settings of all instances: the servers of the environment, with a new database and a new prefix of
 * subjects. Throws `cluster.servers-missing` and `config.invalid`.
 */
function readServers({ environment, run }: { environment: Environment; run: string }): ClusterSettings {
  const missing = ['MONGODB_URI', 'NATS_URL'].filter((name) => !environment[name]);
  if (missing.length > 0) throw serversMissing(missing);
  const own = Object.entries(environment).filter(([name]) => /^(?:MONGODB|NATS)_/.test(name));
  const chosen = Object.fromEntries(own.map(([name, value]) => [name, value ?? '']));
  const config = readConfig({
    environment: { ...chosen, DATA_DIR: environment['DATA_DIR'], STORE: 'mongodb', BUS: 'nats' },
  });
  if (config.STORE !== 'mongodb') throw serversMissing(['MONGODB_URI']);
  return {
    ...chosen,
    STORE: 'mongodb',
    MONGODB_URI: config.MONGODB_URI.replace(/^(mongodb(?:\+srv)?:\/\/[^/]+\/[^?]+)/, `$1-cluster-${run}`),
    BUS: 'nats',
    NATS_PREFIX: `${config.NATS_PREFIX}.cluster-${run}`,
    DATA_DIR: config.DATA_DIR,
    ACCOUNT_CONCURRENT: String(limits.concurrent),
    ACCOUNT_CALLS_PER_SECOND: String(limits.perSecond),
  };
}

function serversMissing(missing: readonly string[]): RingmasterError {
  return new RingmasterError({
    code: 'cluster.servers-missing',
    family: 'refused',
    message: `A cluster needs MongoDB and NATS, and ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set.`,
    hint: 'In a checkout, `npm run cluster` starts both.',
  });
}
