import { campaignLines, canaryLines } from '../text/campaign-lines.ts';
import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import { tellNotices } from '../text/notice-lines.ts';
import { machineZone } from '../text/times.ts';
import type { Verb } from '../verb.ts';
import type { ProgressView, WhyView } from '../api/views.ts';

export const status: Verb = {
  name: 'status',
  takes: '<campaign>',
  summary: 'The progress of a campaign, and its expected end',
  options: [clientOption],
  examples: [
    { line: 'ringmaster status spring-checkup', what: 'contacts, calls and the expected end' },
    { line: 'ringmaster status spring-checkup --json | jq .percent', what: 'one figure' },
  ],
  async run(input) {
    const { output } = input;
    const campaign = await aboutCampaign(input, { reads: true });
    const [progress, why] = await Promise.all([
      campaign.get<ProgressView>('/progress'),
      campaign.get<WhyView>('/why'),
    ]);
    output.document(progress);
    tellNotices({ notices: progress.notices, output });
    const width = output.width();
    for (const line of campaignLines({ progress, why, timeZone: machineZone(), width, output })) {
      if (line !== '') output.result(line);
    }
    for (const line of canaryLines(why.canary)) output.result(line);
    output.result(`Contacts  ${figures(progress.contacts)}`);
    output.result(`Calls     ${figures(progress.attempts)}`);
  },
};

function figures(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.map(([name, count]) => `${count} ${name}`).join(', ') || 'none yet';
}
