import { aboutCampaign, clientOption } from '../campaign-path.ts';
import { tellReply } from '../command-reply.ts';
import { usageError } from '../errors.ts';
import type { Verb } from '../verb.ts';
import type { CommandReplyView } from '../views.ts';

export const start: Verb = {
  name: 'start',
  takes: '<campaign>',
  summary: 'Start a campaign, now or later',
  options: [{ flags: '--at <time>', what: 'when, as RFC 3339: 2027-03-01T09:00:00-05:00' }, clientOption],
  examples: [
    { line: 'ringmaster start spring-checkup', what: 'now, within the windows of its people' },
    { line: 'ringmaster start spring-checkup --at 2027-03-01T09:00:00-05:00', what: 'then' },
  ],
  async run(input) {
    const at = input.options.text('at');
    if (at !== undefined && Number.isNaN(Date.parse(at))) {
      throw usageError(`--at ${at} is not a time.`, 'Write it like 2027-03-01T09:00:00-05:00.');
    }
    const campaign = await aboutCampaign(input, { reads: false });
    const body = at === undefined ? {} : { startAt: new Date(at).toISOString() };
    const reply = await campaign.post<CommandReplyView>('/start', { body });
    tellReply({ output: input.output, reply, done: at === undefined ? 'started' : `starts at ${at}` });
  },
};
