import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import { tellReply } from '../text/command-reply.ts';
import type { Verb } from '../verb.ts';
import type { CommandReplyView } from '../api/views.ts';

export const archive: Verb = {
  name: 'archive',
  takes: '<campaign>',
  summary: 'Archive a campaign that has ended',
  options: [clientOption],
  examples: [{ line: 'ringmaster archive spring-checkup', what: 'it can still be read' }],
  async run(input) {
    const campaign = await aboutCampaign(input, { reads: false });
    const reply = await campaign.post<CommandReplyView>('/archive', { body: {} });
    tellReply({ output: input.output, reply, done: 'archived' });
  },
};
