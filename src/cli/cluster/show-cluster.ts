import { campaignPath } from '../api/campaign-path.ts';
import { uploadList } from '../api/upload.ts';
import type { CampaignView } from '../api/views.ts';
import type { Cli } from '../cli.ts';
import { interrupted } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { DataFolder } from '../folder/data-folder.ts';
import type { CampaignFile } from '../list/campaign-file.ts';
import type { ContactList } from '../list/contact-list.ts';
import { watchCampaigns } from '../run/watch-campaign.ts';
import type { Update } from '../run/watch-campaign.ts';
import type { Output } from '../terminal/output.ts';
import { bar, percentText } from '../terminal/progress-bar.ts';
import { createScreen } from '../terminal/screen.ts';
import { clockTime, counted, durationText } from '../text/times.ts';
import type { SharedClock } from '../demo/shared-clock.ts';
import { proveFromJournal } from '../demo/journal-proof.ts';
import { loadLines, readLoads } from './cluster-view.ts';
import type { InstanceLoad } from './cluster-view.ts';
import type { ClusterProcesses } from './cluster-processes.ts';
import { chooseVictim, killOwner } from './kill-owner.ts';
import { splitList } from './split-list.ts';

export type ClusterDemo = {
  cli: Cli;
  output: Output;
  clock: SharedClock;
  processes: ClusterProcesses;
  folder: DataFolder;
  campaign: CampaignFile;
  list: ContactList;
  timeZone: string;
  /** The speed of the clock. */
  speed: number;
  limits: { concurrent: number; perSecond: number };
};

/** The share of contacts that have ended when an instance is killed. */
const killAtPercent = 25;
/** The share of the concurrent calls of a campaign that its owner has at the kill. */
const busyShare = 0.5;
/** After this share any open call is enough. */
const killLateAtPercent = 50;
/** The maximum speed before the kill. With a higher one few calls are open at once on a slow machine. */
const maxSpeedBeforeKill = 20;

/**
 * Runs one campaign per instance, kills an owner during calls, and compares the records with the journal of the
 * carrier. Returns the exit code.
 */
export async function showCluster(demo: ClusterDemo): Promise<ExitCode> {
  const { cli, output, clock, processes, folder, campaign } = demo;
  const screen = createScreen({ output });
  const startedAt = cli.system.monotonic();
  output.say(`Dashboard ${processes.url}`);
  const names = await begin(demo);
  let shownOwners = '';
  const look = async (progress = ''): Promise<readonly InstanceLoad[]> => {
    const loads = await readLoads({ client: processes.client, instances: processes.instances(), names });
    screen.draw([...loadLines({ loads, output }), progress]);
    const owners = loads.map(({ name, campaigns }) => `${name}: ${campaigns.join(', ') || '-'}`).join('   ');
    if (!output.motion && owners !== shownOwners) output.say(owners);
    shownOwners = owners;
    output.line({
      type: 'instances',
      instances: loads.map(({ calls, ...load }) => ({ ...load, calls: calls.length })),
    });
    return loads;
  };
  clock.setSpeed(Math.min(demo.speed, maxSpeedBeforeKill));
  let wasKilled = false;
  let isRepaired = false;
  const end = await watchCampaigns({
    cli,
    client: processes.client,
    campaigns: [...names.values()],
    speed: clock.speed,
    jump: ({ to }) => clock.jumpTo(to),
    async onUpdates(updates) {
      const { percent, line } = progressOf(demo, updates);
      const loads = await look(line);
      if (wasKilled || percent < killAtPercent) return;
      const calls = percent < killLateAtPercent ? campaign.definition.rateLimits.concurrent * busyShare : 1;
      const victim = chooseVictim({ loads, calls });
      if (!victim) return;
      wasKilled = true;
      const { journal } = folder;
      isRepaired = await killOwner({ ...demo, journal, victim, print: screen.print, look });
      clock.setSpeed(demo.speed);
    },
  });
  screen.clear();
  if (end.kind === 'interrupted')
    throw interrupted('Stopped the cluster', 'Start it again: it begins from the start');
  return finish(demo, [...names.values()], isRepaired, cli.system.monotonic() - startedAt);
}

/** Creates, fills and starts one campaign per instance. Returns the name of each campaign id. */
async function begin({
  cli: { interrupt },
  output,
  processes,
  folder,
  campaign,
  list,
}: ClusterDemo): Promise<ReadonlyMap<string, string>> {
  const { client } = processes;
  const lists = splitList({ path: list.path, parts: processes.instances().length, folder: folder.path });
  const names = new Map<string, string>();
  for (const [index, path] of lists.entries()) {
    const name = `${campaign.definition.name}-${index + 1}`;
    const view = await client.post<CampaignView>('/v1/campaigns', { body: { ...campaign.plain, name } });
    await uploadList({ client, campaign: name, path, output, signal: interrupt });
    names.set(view.id, name);
  }
  for (const name of names.values()) await client.post(campaignPath(name, '/start'), { body: {} });
  return names;
}

/** Returns the share of contacts of all campaigns that have ended, and the line that shows it. */
function progressOf(
  { output, timeZone }: Pick<ClusterDemo, 'output' | 'timeZone'>,
  updates: readonly Update[],
): { percent: number; line: string } {
  const sum = (of: (update: Update) => number): number => updates.reduce((all, one) => all + of(one), 0);
  const total = sum(({ progress }) => progress.total);
  const ended = total - sum(({ progress }) => progress.remaining);
  const fraction = total === 0 ? 1 : ended / total;
  const at = clockTime(Date.parse(updates[0]?.progress.asOf ?? ''), timeZone);
  const drawn = output.paint('green', bar({ fraction }));
  const line = `${drawn} ${percentText(fraction)}   ${ended} of ${counted(total, 'contact')}   ${at}`;
  return { percent: fraction * 100, line };
}

/** Writes the proof from the journal of the carrier. */
async function finish(
  { output, processes, folder, campaign: { definition }, list, limits }: ClusterDemo,
  campaigns: readonly string[],
  isRepaired: boolean,
  shownMs: number,
): Promise<ExitCode> {
  const { client } = processes;
  const { journal } = folder;
  const compared = { client, campaigns, journal, list, definition, limits };
  const { proof, isProven, write } = await proveFromJournal(compared);
  output.line({ type: 'report', proof, isRepaired });
  output.result(`${counted(campaigns.length, 'campaign')} completed in ${durationText(shownMs)}`);
  write(output);
  if (!isRepaired) output.say('No instance was killed and replaced in time: see the logs in the data folder');
  return isProven && isRepaired ? exitCodes.done : exitCodes.fault;
}
