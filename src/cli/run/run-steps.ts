import type { RunStepsInput } from './run-steps-input.ts';
import { campaignPath } from '../api/campaign-path.ts';
import { interrupted } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { refuseChangedList } from '../folder/list-memory.ts';
import { readRehearsal } from '../folder/rehearsal-file.ts';
import { comparisonLines } from '../text/rehearsal-comparison.ts';
import { callsLine, peopleLine } from '../text/report-lines.ts';
import type { ReportView } from '../text/report-lines.ts';
import { begin, goOn, howToGoOn } from './run-begin.ts';
import { findCampaign, hasEnded } from './run-campaign.ts';
import type { Found } from './run-campaign.ts';
import { saveResults } from './save-results.ts';
import { counted, dateTime } from '../text/times.ts';
import type { ProgressView } from '../api/views.ts';
import { watchCampaign } from './watch-campaign.ts';

type FindInput = Pick<RunStepsInput, 'client' | 'input' | 'options' | 'folder'>;

/** The campaign of a run. Throws `run.definition-changed` or `run.list-changed` if it has one of another file or list. */
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
 * What needs no engine, from a store that nothing else has open: a run that is refused, and the report of a campaign
 * that has ended. Null if there is something to do.
 */
export async function settleWithoutEngine(
  steps: Omit<RunStepsInput, 'screen' | 'clock'>,
): Promise<ExitCode | null> {
  const { campaign, existing } = await findUnchanged(steps);
  if (!existing || !hasEnded(existing)) return null;
  const { name } = campaign.definition;
  steps.output.say(`${name} has ended already. Once more: --again.`);
  return report({ ...steps, input: { ...steps.input, campaign } }, name);
}

/** Makes the campaign or resumes it, watches it to its end, and reports. */
export async function carryOut(steps: RunStepsInput): Promise<ExitCode> {
  const { campaign, existing, adds } = await findUnchanged(steps);
  const { name } = campaign.definition;
  const scope = { ...steps, input: { ...steps.input, campaign } };
  if (existing === null) await begin(scope);
  // One that ended as the engine started has its report left.
  else if (!hasEnded(existing)) await goOn(scope, existing, { adds });
  return watch(scope, name);
}

function clientOf({ input }: Pick<RunStepsInput, 'input'>): { client: string } {
  return { client: input.campaign.definition.client };
}

async function watch(steps: RunStepsInput, name: string): Promise<ExitCode> {
  const { cli, client, clock, screen, output } = steps;
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
    onSight(sight) {
      last = sight.progress;
      screen.show(sight);
    },
  });
  screen.clear();
  if (end.kind === 'ended') return report(steps, name);
  if (end.kind === 'interrupted') throw stopped(steps, last);
  output.line({ type: 'stuck', ...end.why });
  output.say(`${name} cannot continue by itself: ${end.why.summary}`);
  for (const { detail } of end.why.notices) output.say(detail);
  const commands = ['ringmaster serve', ...end.why.notices.map(({ command }) => command)];
  output.say(`Start the service: ${commands.join(', then ')}`);
  return exitCodes.refused;
}

function stopped({ input, clock }: RunStepsInput, last: ProgressView | null): unknown {
  const { name } = input.campaign.definition;
  const far = last ? `${last.total - last.remaining} of ${last.total} done` : 'nothing done yet';
  const calls = last?.inFlight ?? 0;
  const open =
    calls === 0 ? '' : `; ${counted(calls, 'call')} on the phone ${calls === 1 ? 'is' : 'are'} found again`;
  const speed = clock.jumpTo ? '' : ' Calls on the phone are not hung up.';
  return interrupted(`Stopped ${name}: ${far}${open}.${speed}`, howToGoOn);
}

async function report(steps: Omit<RunStepsInput, 'screen' | 'clock'>, name: string): Promise<ExitCode> {
  const { client, output, input, options } = steps;
  const query = clientOf(steps);
  const figures = await client.get<ReportView>(campaignPath(name, '/report'), { query });
  const out = options.text('out');
  const { definition } = input.campaign;
  output.result(`${output.paint('bold', name)}  ${figures.state}   ${spanText(figures)}`);
  output.result(peopleLine({ report: figures, tries: definition.retry.maxAttempts }));
  output.result(callsLine({ report: figures }));
  const rehearsed = readRehearsal({ path: steps.folder.rehearsal(name) });
  if (rehearsed) {
    const { isSimulated } = steps;
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
