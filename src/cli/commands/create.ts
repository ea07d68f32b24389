import { tellNotices } from '../text/notice-lines.ts';
import type { Verb } from '../verb.ts';
import type { CampaignView } from '../api/views.ts';
import { readCampaignFile } from '../list/campaign-file.ts';

export const create: Verb = {
  name: 'create',
  takes: '<file>',
  summary: 'Make a draft of a campaign file',
  options: [
    { flags: '--name <name>', what: 'another name than the file says' },
    { flags: '--client <client>', what: 'another client than the file says' },
  ],
  examples: [
    { line: 'ringmaster create examples/campaign.yaml', what: 'then import contacts and start it' },
    { line: 'ringmaster create examples/campaign.yaml --name autumn-checkup', what: 'the same once more' },
  ],
  async run({ args, options, output, connect }) {
    const { definition, plain } = readCampaignFile({ path: args[0] ?? '' });
    const name = options.text('name') ?? definition.name;
    const client = options.text('client');
    const service = await connect({ reads: false });
    const campaign = await service.post<CampaignView>('/v1/campaigns', {
      body: { ...plain, name, ...(client !== undefined && { client }) },
    });
    output.document(campaign);
    tellNotices({ notices: campaign.notices, output });
    output.result(`${campaign.name}: created as a draft, ${campaign.id}.`);
    output.say(`Next: ringmaster import ${campaign.name} CONTACTS.csv`);
  },
};
