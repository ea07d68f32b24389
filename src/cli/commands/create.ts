import { tellNotices } from '../text/notice-lines.ts';
import type { Verb } from '../verb.ts';
import type { CampaignView } from '../api/views.ts';
import { readCampaignFile } from '../list/campaign-file.ts';

export const create: Verb = {
  name: 'create',
  takes: '<file>',
  summary: 'Create a draft from a campaign file',
  options: [
    { flags: '--name <name>', what: 'a name that replaces the one in the file' },
    { flags: '--client <client>', what: 'a client that replaces the one in the file' },
  ],
  examples: [
    { line: 'ringmaster create examples/campaign.yaml', what: 'then import contacts and start it' },
    {
      line: 'ringmaster create examples/campaign.yaml --name autumn-checkup',
      what: 'the same campaign under another name',
    },
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
