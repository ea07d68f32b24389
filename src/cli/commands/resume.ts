import { holdPath, tellHold } from '../hold.ts';
import { aboutCampaign, clientOption } from '../campaign-path.ts';
import { tellReply } from '../command-reply.ts';
import type { Verb } from '../verb.ts';
import type { CommandReplyView } from '../views.ts';

export const resume: Verb = {
  name: 'resume',
  takes: '[campaign]',
  summary: 'Go on with a paused campaign, exactly where it was',
  options: [{ flags: '--all', what: 'lift the emergency stop' }, clientOption],
  examples: [
    { line: 'ringmaster resume spring-checkup', what: 'one campaign' },
    { line: 'ringmaster resume --all', what: 'after ringmaster pause --all' },
  ],
  async run(input) {
    const { output, connect } = input;
    const hold = holdPath({ ...input, verb: 'resume' });
    if (hold) {
      const client = await connect({ reads: false });
      return tellHold({ output, hold, done: 'released', reply: await client.post(hold.path, { body: {} }) });
    }
    const campaign = await aboutCampaign(input, { reads: false });
    const reply = await campaign.post<CommandReplyView>('/resume', { body: {} });
    tellReply({ output, reply, done: 'resumed' });
  },
};
