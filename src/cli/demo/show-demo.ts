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
import type { Sight } from '../run/watch-campaign.ts';
import { killOnPurpose } from './kill-service.ts';
import { finish } from './finish-demo.ts';

/** When the service is killed: this far, with nearly every line busy; a little later with any call on the phone. */
const killAtPercent = 40;
const killLateAtPercent = 60;
const busyShare = 0.8;
/** Until the kill the clock runs no faster, so that the moment for it is seen on a slow machine too. */
const mostSpeedBeforeKill = 60;
const mostRejectionsShown = 4;
const serverTrouble = 500;

export async function showDemo(demo: DemoInput): Promise<ExitCode> {
  const { cli, screen, clock, processes, campaign, memory } = demo;
  const begunAt = cli.system.monotonic();
  const { client } = processes;
  const { name } = campaign.definition;
  await beginOrForget(demo, client);
  const { wasKilled } = memory.state();
  clock.setSpeed(wasKilled ? demo.speed : Math.min(demo.speed, mostSpeedBeforeKill));
  const end = await watchCampaign({
    cli,
    client,
    campaign: name,
    speed: clock.speed,
    jump(gap) {
      screen.jump(gap);
      clock.jumpTo(gap.to);
    },
    async onSight(sight) {
      screen.show(sight);
      if (!isTimeToKill(demo, sight)) return;
      const isKilled = await killOnPurpose({
        ...demo,
        client,
        journal: demo.folder.journal,
        least: busyOf(demo),
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
    throw stuck(end.why.summary);
  }
  return finish(demo, client, cli.system.monotonic() - begunAt);
}

/** A list that cannot be called ends the demo: the next one begins anew, with whatever list. */
async function beginOrForget(demo: DemoInput, client: Client): Promise<void> {
  try {
    await begin(demo, client);
  } catch (error) {
    if (!(error instanceof RemoteError) || error.status >= serverTrouble) throw error;
    demo.memory.note({ isFinished: true });
    throw withAdvice(error, `Nothing was kept of this demo. Correct ${demo.shownList} and start it again`);
  }
}

function stuck(summary: string): RingmasterError {
  return new RingmasterError({
    code: 'demo.stuck',
    family: 'refused',
    message: `The demo cannot continue: ${summary}`,
    hint: 'Start it again, and it begins anew.',
  });
}

function busyOf({ campaign }: DemoInput): number {
  return campaign.definition.rateLimits.concurrent * busyShare;
}

function isTimeToKill(demo: DemoInput, { progress }: Sight): boolean {
  const { wasKilled } = demo.memory.state();
  if (wasKilled || progress.percent < killAtPercent) return false;
  const least = progress.percent < killLateAtPercent ? busyOf(demo) : 1;
  return progress.inFlight >= least;
}

/** Makes, fills and starts the campaign, as far as an earlier demo has not. */
async function begin(
  { cli, output, screen, campaign, list, shownList }: DemoInput,
  client: Client,
): Promise<void> {
  const { name } = campaign.definition;
  let view = await findCampaign(client, name);
  if (view) screen.print('Resuming the demo that was not finished.');
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
      ...rejectionLines({ view: taken, most: mostRejectionsShown }),
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
