import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import { tellReply } from '../text/command-reply.ts';
import { readEmergencyStop, tellEmergencyStop } from '../api/emergency-stop.ts';
import type { Verb } from '../verb.ts';
import type { CommandReplyView } from '../api/views.ts';

export const pause: Verb = {
  name: 'pause',
  takes: '[campaign]',
  summary: 'Pause a campaign, all campaigns of a client, or everything',
  description:
    'After the answer no new call starts. Open calls finish and count. With --all, or with --client and no campaign, it is the emergency stop.',
  options: [
    { flags: '--reason <text>', what: 'why, shown later' },
    { flags: '--all', what: 'all campaigns of every client' },
    clientOption,
  ],
  examples: [
    { line: 'ringmaster pause spring-checkup --reason "client asked"', what: 'one campaign' },
    { line: 'ringmaster pause --client northwind', what: 'all campaigns of one client' },
    { line: 'ringmaster pause --all', what: 'stop everything, now' },
  ],
  async run(input) {
    const { output, options, connect } = input;
    const reason = options.text('reason');
    const body = reason === undefined ? {} : { reason };
    const stop = readEmergencyStop({ ...input, verb: 'pause' });
    if (stop) {
      const client = await connect({ reads: false });
      const reply = await client.post<{ changed: boolean }>(stop.path, { body });
      return tellEmergencyStop({
        output,
        stop,
        done: 'ordered, no new call starts',
        already: 'already in force',
        reply,
      });
    }
    const campaign = await aboutCampaign(input, { reads: false });
    const reply = await campaign.post<CommandReplyView>('/pause', { body });
    tellReply({ output, reply, done: 'paused' });
  },
};
