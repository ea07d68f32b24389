import type { RunContext } from './run-context.ts';
import { campaignPath } from '../api/campaign-path.ts';
import { interrupted } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { refuseChangedList } from '../folder/list-record.ts';
import { readRehearsal } from '../folder/rehearsal-file.ts';
import { comparisonLines } from '../text/rehearsal-comparison.ts';
import { callsLine, contactsLine } from '../text/report-lines.ts';
import type { ReportView } from '../text/report-lines.ts';
import { begin, resumeCampaign, howToResume } from './run-begin.ts';
import { findCampaign, hasEnded } from './run-campaign.ts';
import type { Found } from './run-campaign.ts';
import { saveResults } from './save-results.ts';
import { counted, dateTime } from '../text/times.ts';
import type { ProgressView } from '../api/views.ts';
import { watchCampaign } from './watch-campaign.ts';

type FindInput = Pick<RunContext, 'client' | 'input' | 'options' | 'folder'>;

/**
 * Finds the campaign of a run. Throws `run.definition-changed` or `run.list-changed` if it was created from another
 * file or list.
 */
async function findUnchanged({
  client,
  input,
  options,
  folder,
}: FindInput): Promise<Found & { adds: boolean }> {
  const found = await findCampaign({ client, campaign: input.campaign, again: options.flag('again') });
  const { existing } = found;
  const adds = options.flag('add') && existing !== null && !hasEnded(existing);
  if (existing && !adds) {
    await refuseChangedList({
      path: folder.list(existing.id),
      list: input.list.path,
      name: found.campaign.definition.name,
      hasEnded: hasEnded(existing),
    });
  }
  return { ...found, adds };
}

/**
 * Handles a run that needs no engine, with a store that no other process uses: a refused run, or the report of an
 * ended campaign. Returns null if there is work to do.
 */
export async function settleWithoutEngine(
  run: Omit<RunContext, 'screen' | 'clock'>,
): Promise<ExitCode | null> {
  const { campaign, existing } = await findUnchanged(run);
  if (!existing || !hasEnded(existing)) return null;
  const { name } = campaign.definition;
  run.output.say(`${name} has already ended. To run it again, add --again.`);
  return report({ ...run, input: { ...run.input, campaign } }, name);
}

/** Creates or resumes the campaign, watches it until its end, and writes the report. */
export async function carryOut(run: RunContext): Promise<ExitCode> {
  const { campaign, existing, adds } = await findUnchanged(run);
  const { name } = campaign.definition;
  const scope = { ...run, input: { ...run.input, campaign } };
  if (existing === null) await begin(scope);
  // A campaign that ended at the start of the engine only needs its report.
  else if (!hasEnded(existing)) await resumeCampaign(scope, existing, { adds });
  return watch(scope, name);
}

function clientOf({ input }: Pick<RunContext, 'input'>): { client: string } {
  return { client: input.campaign.definition.client };
}

async function watch(run: RunContext, name: string): Promise<ExitCode> {
  const { cli, client, clock, screen, output } = run;
  const { jumpTo } = clock;
  let last: ProgressView | null = null;
  const end = await watchCampaign({
    cli,
    client,
    campaign: name,
    speed: clock.speed,
    jump:
      jumpTo &&
      ((gap) => {
        screen.jump(gap);
        jumpTo(gap.to);
      }),
    onUpdate(update) {
      last = update.progress;
      screen.show(update);
    },
  });
  screen.clear();
  if (end.kind === 'ended') return report(run, name);
  if (end.kind === 'interrupted') throw stopped(run, last);
  output.line({ type: 'stuck', ...end.why });
  output.say(`${name} cannot continue: ${end.why.summary}`);
  for (const { detail } of end.why.notices) output.say(detail);
  const commands = ['ringmaster serve', ...end.why.notices.map(({ command }) => command)];
  output.say(`Run: ${commands.join(', then ')}`);
  return exitCodes.refused;
}

function stopped({ input, clock }: RunContext, last: ProgressView | null): unknown {
  const { name } = input.campaign.definition;
  const far = last ? `${last.total - last.remaining} of ${last.total} done` : 'no contact done';
  const calls = last?.inFlight ?? 0;
  const open = calls === 0 ? '' : `; ${counted(calls, 'open call')} will be found again`;
  const speed = clock.jumpTo ? '' : ' Open calls are not hung up.';
  return interrupted(`Stopped ${name}: ${far}${open}.${speed}`, howToResume);
}

async function report(run: Omit<RunContext, 'screen' | 'clock'>, name: string): Promise<ExitCode> {
  const { client, output, input, options } = run;
  const query = clientOf(run);
  const figures = await client.get<ReportView>(campaignPath(name, '/report'), { query });
  const out = options.text('out');
  const { definition } = input.campaign;
  output.result(`${output.paint('bold', name)}  ${figures.state}   ${spanText(figures)}`);
  output.result(contactsLine({ report: figures, tries: definition.retry.maxAttempts }));
  output.result(callsLine({ report: figures }));
  const rehearsed = readRehearsal({ path: run.folder.rehearsal(name) });
  if (rehearsed) {
    const { isSimulated } = run;
    const tries = definition.retry.maxAttempts;
    for (const line of comparisonLines({ view: rehearsed, report: figures, tries, isSimulated })) {
      output.result(line);
    }
  }
  if (out !== undefined) {
    const response = await client.open(campaignPath(name, '/results.csv'), {
      query,
      headers: { accept: 'text/csv' },
    });
    await saveResults({ response, path: out });
  }
  output.line({ type: 'report', ...figures, results: out ?? null });
  output.say(
    out === undefined
      ? `Results: npx ringmaster results ${name} --out results.csv`
      : `Results ${out}      Next: npx ringmaster status ${name}`,
  );
  return figures.state === 'failed' ? exitCodes.campaignFailed : exitCodes.done;
}

function spanText({ startedAt, endedAt }: ReportView): string {
  if (startedAt === null || endedAt === null) return '';
  return `${dateTime(Date.parse(startedAt))} to ${dateTime(Date.parse(endedAt))} UTC`;
}
