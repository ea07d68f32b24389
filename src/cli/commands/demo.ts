import { join, relative, resolve } from 'node:path';
import { readClientConfig } from '../../config.ts';
import type { Cli } from '../cli.ts';
import { readCampaignFile } from '../list/campaign-file.ts';
import { checkList, findContactList } from '../list/contact-list.ts';
import { dataFolder } from '../folder/data-folder.ts';
import { examplePath } from '../folder/example-path.ts';
import { openDemo } from '../demo/demo-state.ts';
import { stayUp } from '../demo/stay-up.ts';
import { createSharedClock } from '../demo/shared-clock.ts';
import { createRunScreen } from '../run/run-screen.ts';
import { cityOf, dateTime } from '../text/times.ts';
import type { Verb } from '../verb.ts';

/** Monday 1 March 2027, 08:55 in New York: five minutes before the first calls, and not a holiday. */
const startAt = Date.UTC(2027, 2, 1, 13, 55);
const timeZone = 'America/New_York';
const defaultSpeed = 80;
/**
 * The maximum speed. With a higher one, requests to the carrier take so much business time that few calls are open at
 * once.
 */
const maxSpeed = 300;
/** The folder of the demo in DATA_DIR, separate from the files of a service. */
const folderName = 'demo';

const defaultList = 'leads.csv';
/** A contact of that list with a long history. */
const interesting = '+12025550147';

export const demo: Verb = {
  name: 'demo',
  works: true,
  streams: true,
  takes: '[list]',
  summary: 'A whole campaign in a minute, in which the service is killed',
  description:
    'Calls the 300 invented contacts of examples/leads.csv, or those of another list, at a simulated carrier. Kills the service while calls are open, starts it again, and compares its records with the journal of the carrier. No real call is made. On a terminal the service then stays up until Ctrl-C, and the dashboard shows everything it did. If the demo itself is killed, the same command resumes it.',
  options: [
    {
      flags: '--speed <factor>',
      what: `how fast the clock runs during calls (default ${defaultSpeed}, maximum ${maxSpeed})`,
    },
    { flags: '--again', what: 'start from the beginning instead of resuming an unfinished demo' },
  ],
  examples: [
    { line: 'ringmaster demo', what: 'takes about a minute; results are in .ringmaster/demo' },
    {
      line: 'ringmaster demo examples/leads.csv --speed 200',
      what: 'any list; no real call is made',
    },
    { line: 'ringmaster why spring-checkup +12025550147', what: 'afterwards: what happened to one contact' },
  ],
  async run({ cli, output, args, options }) {
    const { showDemo } = await import('../demo/show-demo.ts');
    const { startProcesses } = await import('../demo/service-child.ts');
    const speed = options.number('speed', { min: 1, max: maxSpeed }) ?? defaultSpeed;
    const { dataDir } = readClientConfig({ environment: cli.environment });
    const folder = dataFolder({ path: join(dataDir, folderName) });
    const campaign = readCampaignFile({ path: examplePath('campaign.yaml') });
    const [own] = args;
    const list = findContactList({
      path: own === undefined ? examplePath(defaultList) : resolve(cli.cwd, own),
    });
    await checkList({ list, definition: campaign.definition });
    const again = options.flag('again');
    const memory = openDemo({ folder: folder.path, pid: cli.pid, list: list.path, again });
    const clock = await createSharedClock({ cli, folder, startAt });
    const { paint, say } = output;
    say(`${paint('bold', `Ringmaster ${cli.version}`)}   data folder ${folder.path}`);
    say('carrier SIMULATOR, no real calls');
    say(`Clock ${dateTime(clock.clock.now(), timeZone)} ${cityOf(timeZone)}, skips idle time`);
    say();
    try {
      const processes = await startProcesses({ cli, folder: folder.path, clock, memory, seed: 7 });
      try {
        const code = await showDemo({
          cli,
          output,
          screen: createRunScreen({ output, timeZone }),
          clock,
          memory,
          processes,
          folder,
          campaign,
          list,
          shownList: shown(cli, list.path),
          command: cli.environment['DATA_DIR'] ? `DATA_DIR=${dataDir} npx ringmaster` : 'npx ringmaster',
          timeZone,
          interesting: own === undefined ? interesting : null,
          speed,
        });
        const { name } = campaign.definition;
        await stayUp({ output, interrupt: cli.interrupt, url: processes.url, campaign: name });
        return code;
      } finally {
        await processes.stop();
      }
    } finally {
      clock.stop();
    }
  },
};

/** Returns a path relative to the current folder, if it is inside. */
function shown({ cwd }: Pick<Cli, 'cwd'>, path: string): string {
  const near = relative(cwd, path);
  return near.startsWith('..') ? path : near;
}
