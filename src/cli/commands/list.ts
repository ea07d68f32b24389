import { stateText } from '../text/campaign-lines.ts';
import { tellNotices } from '../text/notice-lines.ts';
import { tableWithin } from '../terminal/output.ts';
import { shortTime } from '../text/times.ts';
import type { Verb } from '../verb.ts';
import type { CampaignListView } from '../api/views.ts';

export const list: Verb = {
  name: 'list',
  summary: 'Campaigns, newest first',
  options: [
    { flags: '--client <client>', what: 'only campaigns of this client' },
    { flags: '--state <state>', what: 'only campaigns in this state, such as running' },
    { flags: '--limit <count>', what: 'the maximum number shown (default 50)' },
  ],
  examples: [
    { line: 'ringmaster list', what: 'all campaigns' },
    { line: 'ringmaster list --state running --json', what: 'the running campaigns, for a program' },
  ],
  async run({ output, options, connect }) {
    const client = await connect({ reads: true });
    const page = await client.get<CampaignListView>('/v1/campaigns', {
      query: {
        client: options.text('client'),
        state: options.text('state'),
        limit: options.number('limit', { min: 1, whole: true }) ?? 50,
      },
    });
    output.document(page);
    tellNotices({ notices: page.notices, output });
    if (page.items.length === 0)
      return output.say('There are no campaigns yet. Create one: ringmaster create');
    const rows = page.items.map((campaign) => [
      campaign.name,
      campaign.client,
      stateText(campaign),
      String(campaign.total),
      shortTime(campaign.createdAt),
      campaign.id,
    ]);
    for (const line of tableWithin(
      [['NAME', 'CLIENT', 'STATE', 'CONTACTS', 'CREATED (UTC)', 'ID'], ...rows],
      output.width(),
    )) {
      output.result(line);
    }
    if (page.next) output.say('There are more: raise --limit.');
  },
};
