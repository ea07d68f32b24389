import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import { tellReply } from '../text/command-reply.ts';
import { readEmergencyStop, tellEmergencyStop } from '../api/emergency-stop.ts';
import { usageError } from '../errors.ts';
import type { Verb } from '../verb.ts';
import type { CommandReplyView } from '../api/views.ts';

export const resume: Verb = {
  name: 'resume',
  takes: '[campaign]',
  summary: 'Resume a paused campaign at the exact position',
  options: [
    { flags: '--all', what: 'lift the emergency stop' },
    { flags: '--reason <text>', what: 'why an emergency stop is lifted; it is logged' },
    clientOption,
  ],
  examples: [
    { line: 'ringmaster resume spring-checkup', what: 'one campaign' },
    { line: 'ringmaster resume --all --reason "list was right"', what: 'after ringmaster pause --all' },
  ],
  async run(input) {
    const { output, connect, options } = input;
    const reason = options.text('reason');
    const stop = readEmergencyStop({ ...input, verb: 'resume' });
    if (stop) {
      const client = await connect({ reads: false });
      const reply = await client.post<{ changed: boolean }>(stop.path, {
        body: reason === undefined ? {} : { reason },
      });
      return tellEmergencyStop({ output, stop, done: 'lifted', already: 'not in force', reply });
    }
    if (reason !== undefined)
      throw usageError('--reason requires --all or --client: it is the reason why a stop is lifted.');
    const campaign = await aboutCampaign(input, { reads: false });
    const reply = await campaign.post<CommandReplyView>('/resume', { body: {} });
    tellReply({ output, reply, done: 'resumed' });
  },
};
