import { aboutCampaign, clientOption } from '../campaign-path.ts';
import { tellReply } from '../command-reply.ts';
import type { Verb } from '../verb.ts';
import type { CommandReplyView } from '../views.ts';

export const cancel: Verb = {
  name: 'cancel',
  takes: '<campaign>',
  summary: 'End a campaign early; calls on the phone finish and count',
  options: [
    { flags: '--hang-up', what: 'end calls on the phone as well' },
    { flags: '--reason <text>', what: 'why; people see it later' },
    clientOption,
  ],
  examples: [
    { line: 'ringmaster cancel spring-checkup', what: 'nobody else is called' },
    { line: 'ringmaster cancel spring-checkup --hang-up', what: 'and everyone is hung up' },
  ],
  async run(input) {
    const { output, options } = input;
    const reason = options.text('reason');
    const campaign = await aboutCampaign(input, { reads: false });
    const body = { hangUp: options.flag('hang-up'), ...(reason !== undefined && { reason }) };
    const reply = await campaign.post<CommandReplyView>('/cancel', { body });
    tellReply({ output, reply, done: 'cancelled' });
  },
};
