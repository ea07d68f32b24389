import { join } from 'node:path';
import { readFileJournal } from '../../simulator/index.ts';
import type { CampaignFile } from '../campaign-file.ts';
import { campaignPath } from '../campaign-path.ts';
import type { Cli } from '../cli.ts';
import type { Client } from '../client.ts';
import type { ContactList } from '../contact-list.ts';
import type { DataFolder } from '../data-folder.ts';
import { interrupted } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { importLine, rejectionLines } from '../import-lines.ts';
import type { Output } from '../output.ts';
import { RemoteError } from '../remote-error.ts';
import { callsLine, peopleLine } from '../report-lines.ts';
import type { ReportView } from '../report-lines.ts';
import type { RunScreen } from '../run-screen.ts';
import { saveResults } from '../save-results.ts';
import { cityOf, clockTime, durationText } from '../times.ts';
import { findBrokenImport, uploadList } from '../upload.ts';
import type { CallView, CampaignView, ListView } from '../views.ts';
import { watchCampaign } from '../watch-campaign.ts';
import type { Sight } from '../watch-campaign.ts';
import type { DemoMemory } from './demo-state.ts';
import { killOnPurpose } from './kill-service.ts';
import { holds, proofLine, prove, readCalendars } from './proof.ts';
import type { DemoProcesses } from './service-child.ts';
import type { SharedClock } from './shared-clock.ts';

export type DemoInput = {
  cli: Cli;
  output: Output;
  screen: RunScreen;
  clock: SharedClock;
  memory: DemoMemory;
  processes: DemoProcesses;
  folder: DataFolder;
  campaign: CampaignFile;
  list: ContactList;
  shownList: string;
  timeZone: string;
  /** Whose story is worth a look afterwards; null: nobody is known. */
  interesting: string | null;
  /** How fast the clock runs while calls are on. */
  speed: number;
};

/** When the service is killed: this far, with nearly every line busy; a little later whoever is on the phone will do. */
const killAtPercent = 40;
const killLateAtPercent = 60;
const busyShare = 0.8;
const mostRejectionsShown = 4;
const callsPerPage = 500;

export async function showDemo(demo: DemoInput): Promise<ExitCode> {
  const { cli, screen, clock, processes, campaign, memory } = demo;
  const begunAt = cli.system.monotonic();
  const { client } = processes;
  const { name } = campaign.definition;
  await begin(demo, client);
  clock.setSpeed(demo.speed);
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
      const wasKilled = await killOnPurpose({
        ...demo,
        client,
        journal: demo.folder.journal,
        least: busyOf(demo),
      });
      memory.note({ wasKilled });
    },
  });
  screen.clear();
  if (end.kind === 'interrupted') throw interrupted('Stopped the demo', 'Go on with: npx ringmaster demo');
  if (end.kind === 'stuck') throw new Error(`The demo cannot go on: ${end.why.summary}`);
  return finish(demo, client, cli.system.monotonic() - begunAt);
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
  if (view) screen.print(`The demo goes on where it was killed.`);
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
    screen.print(importLine({ path: shownList, view: taken }));
    for (const line of rejectionLines({ view: taken, most: mostRejectionsShown })) screen.print(line);
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

/** The report, and the proof from the carrier's own journal. */
async function finish(demo: DemoInput, client: Client, shownMs: number): Promise<ExitCode> {
  const { output, campaign, folder, memory, list, timeZone, interesting } = demo;
  const { definition } = campaign;
  const { name } = definition;
  const report = await client.get<ReportView>(campaignPath(name, '/report'));
  const proof = prove({
    entries: readFileJournal({ path: folder.journal }),
    recorded: await readRecorded(client, name),
    calendars: await readCalendars({ list, definition }),
    window: definition.sendWindow,
  });
  const results = join(folder.path, 'results.csv');
  await saveResults({ response: await client.open(campaignPath(name, '/results.csv')), path: results });
  memory.note({ isFinished: true });
  const next = interesting === null ? `status ${name}` : `why ${name} ${interesting}`;
  const isProven = holds(proof, definition.rateLimits);
  const span = [report.startedAt, report.endedAt].map((text) => clockTime(Date.parse(text ?? ''), timeZone));
  output.line({ type: 'report', ...report, proof, results });
  output.result();
  output.result(
    `${output.paint('bold', name)}  ${report.state}   ${span.join(' to ')} ${cityOf(timeZone)}, shown in ${durationText(shownMs)}`,
  );
  output.result(peopleLine({ report, tries: definition.retry.maxAttempts }));
  output.result(callsLine({ report }));
  output.result(output.paint(isProven ? 'green' : 'red', proofLine(proof)));
  output.say(`Results ${results}      Next: npx ringmaster ${next}`);
  return isProven && report.state === 'completed' ? exitCodes.done : exitCodes.fault;
}

/** The attempts that the service's books say the carrier took: it knows their names there. */
async function readRecorded(client: Client, campaign: string): Promise<ReadonlySet<string>> {
  const recorded = new Set<string>();
  let after: string | undefined;
  for (;;) {
    const page = await client.get<ListView<CallView>>('/v1/calls', {
      query: { campaign, limit: callsPerPage, after },
    });
    for (const { id, requestId, callId } of page.items) if (requestId ?? callId) recorded.add(id);
    if (page.next === null) return recorded;
    after = page.next;
  }
}
