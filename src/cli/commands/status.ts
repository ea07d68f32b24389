import { campaignLines, canaryLines } from '../text/campaign-lines.ts';
import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import type { CampaignRequests } from '../api/campaign-path.ts';
import { tellNotices } from '../text/notice-lines.ts';
import { machineZone } from '../text/times.ts';
import type { Verb, VerbInput } from '../verb.ts';
import type { ProgressView, WhyView } from '../api/views.ts';

export const status: Verb = {
  name: 'status',
  takes: '<campaign>',
  summary: 'The progress of a campaign, and its expected end',
  options: [
    clientOption,
    {
      flags: '--if-concurrent <count>',
      what: 'also the end if this number of attempts were allowed at once',
    },
    {
      flags: '--if-per-second <number>',
      what: 'also the end if this number of attempts were started per second',
    },
  ],
  examples: [
    { line: 'ringmaster status spring-checkup', what: 'contacts, calls and the expected end' },
    { line: 'ringmaster status spring-checkup --if-concurrent 20', what: 'would more calls at once help?' },
    { line: 'ringmaster status spring-checkup --json | jq .percent', what: 'one figure' },
  ],
  async run(input) {
    const { output } = input;
    const campaign = await aboutCampaign(input, { reads: true });
    const [progress, why] = await Promise.all([
      campaign.get<ProgressView>('/progress'),
      campaign.get<WhyView>('/why'),
    ]);
    const whatIf = await readWhatIf(input, campaign);
    output.document({ ...progress, ...(whatIf && { whatIf }) });
    tellNotices({ notices: progress.notices, output });
    const width = output.width();
    for (const line of campaignLines({ progress, why, timeZone: machineZone(), width, output })) {
      if (line !== '') output.result(line);
    }
    if (whatIf) output.result(whatIf.summary);
    for (const line of canaryLines(why.canary)) output.result(line);
    output.result(`Contacts  ${figures(progress.contacts)}`);
    output.result(`Calls     ${figures(progress.attempts)}`);
  },
};

/** Asks for the end with other limits; null if no option asks for it. */
async function readWhatIf(
  { options }: VerbInput,
  campaign: CampaignRequests,
): Promise<{ summary: string } | null> {
  const concurrent = options.number('if-concurrent', { min: 1, max: 100_000, whole: true });
  const perSecond = options.number('if-per-second', { min: 0.001, max: 100_000 });
  if (concurrent === undefined && perSecond === undefined) return null;
  return campaign.get('/what-if', { query: { concurrent, perSecond } });
}

function figures(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.map(([name, count]) => `${count} ${name}`).join(', ') || 'none yet';
}
