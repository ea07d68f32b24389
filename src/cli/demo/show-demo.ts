import type { DemoInput } from './demo-input.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { campaignPath } from '../api/campaign-path.ts';
import type { Client } from '../api/client.ts';
import { interrupted } from '../errors.ts';
import { foldedFor } from '../terminal/fold-line.ts';
import type { ExitCode } from '../exit-codes.ts';
import { importLines, rejectionLines } from '../text/import-lines.ts';
import { RemoteError, withAdvice } from '../api/remote-error.ts';
import { findBrokenImport, uploadList } from '../api/upload.ts';
import type { CampaignView } from '../api/views.ts';
import { watchCampaign } from '../run/watch-campaign.ts';
import type { Update } from '../run/watch-campaign.ts';
import { killOnPurpose } from './kill-service.ts';
import { finish } from './finish-demo.ts';

/**
 * The progress at which the service is killed: the first one requires nearly the maximum number of open calls, the
 * second one any open call.
 */
const killAtPercent = 40;
const killLateAtPercent = 60;
const busyShare = 0.8;
/** The maximum speed before the kill, so that the moment is not missed on a slow machine. */
const maxSpeedBeforeKill = 60;
const maxRejectionsShown = 4;
const firstServerError = 500;

export async function showDemo(demo: DemoInput): Promise<ExitCode> {
  const { cli, screen, clock, processes, campaign, memory } = demo;
  const startedAt = cli.system.monotonic();
  const { client } = processes;
  const { name } = campaign.definition;
  await beginOrDiscard(demo, client);
  const { wasKilled } = memory.state();
  clock.setSpeed(wasKilled ? demo.speed : Math.min(demo.speed, maxSpeedBeforeKill));
  const end = await watchCampaign({
    cli,
    client,
    campaign: name,
    speed: clock.speed,
    jump(gap) {
      screen.jump(gap);
      clock.jumpTo(gap.to);
    },
    async onUpdate(update) {
      screen.show(update);
      if (!isTimeToKill(demo, update)) return;
      const isKilled = await killOnPurpose({
        ...demo,
        client,
        journal: demo.folder.journal,
        wanted: busyOf(demo),
      });
      memory.note({ wasKilled: isKilled });
      if (isKilled) clock.setSpeed(demo.speed);
    },
  });
  screen.clear();
  if (end.kind === 'interrupted')
    throw interrupted('Stopped the demo', `Resume it with: ${demo.command} demo`);
  if (end.kind === 'stuck') {
    memory.note({ isFinished: true });
    throw stuckError(end.why.summary);
  }
  return finish(demo, client, cli.system.monotonic() - startedAt);
}

/**
 * Starts the campaign. If its list is refused, the demo is marked as finished, so that the next one starts from the
 * beginning with any list.
 */
async function beginOrDiscard(demo: DemoInput, client: Client): Promise<void> {
  try {
    await begin(demo, client);
  } catch (error) {
    if (!(error instanceof RemoteError) || error.status >= firstServerError) throw error;
    demo.memory.note({ isFinished: true });
    throw withAdvice(error, `This demo was discarded. Correct ${demo.shownList} and start it again`);
  }
}

function stuckError(summary: string): RingmasterError {
  return new RingmasterError({
    code: 'demo.stuck',
    family: 'refused',
    message: `The demo cannot continue: ${summary}`,
    hint: 'Start it again. It then starts from the beginning.',
  });
}

function busyOf({ campaign }: DemoInput): number {
  return campaign.definition.rateLimits.concurrent * busyShare;
}

function isTimeToKill(demo: DemoInput, { progress }: Update): boolean {
  const { wasKilled } = demo.memory.state();
  if (wasKilled || progress.percent < killAtPercent) return false;
  const least = progress.percent < killLateAtPercent ? busyOf(demo) : 1;
  return progress.inFlight >= least;
}

/** Creates, fills and starts the campaign, unless an earlier demo has done so. */
async function begin(
  { cli, output, screen, campaign, list, shownList }: DemoInput,
  client: Client,
): Promise<void> {
  const { name } = campaign.definition;
  let view = await findCampaign(client, name);
  if (view) screen.print('Resuming the unfinished demo.');
  view ??= await client.post<CampaignView>('/v1/campaigns', { body: campaign.plain });
  if (view.state !== 'draft') return;
  const broken = await findBrokenImport({ client, campaign: name });
  const { total } = view;
  if (total === 0 || broken) {
    const resume = broken?.id ?? null;
    const taken = await uploadList({
      client,
      campaign: name,
      path: list.path,
      output,
      resume,
      signal: cli.interrupt,
    });
    const lines = [
      ...importLines({ path: shownList, view: taken }),
      ...rejectionLines({ view: taken, most: maxRejectionsShown }),
    ];
    for (const line of lines) for (const part of foldedFor(output, line)) screen.print(part);
    screen.print();
  }
  await client.post(campaignPath(name, '/start'), { body: {} });
}

async function findCampaign(client: Client, name: string): Promise<CampaignView | null> {
  try {
    return await client.get<CampaignView>(campaignPath(name));
  } catch (error) {
    if (error instanceof RemoteError && error.status === 404) return null;
    throw error;
  }
}
