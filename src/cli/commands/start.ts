import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import { tellReply } from '../text/command-reply.ts';
import { readInstant } from '../clock/instant-option.ts';
import { dateTime } from '../text/times.ts';
import type { Verb } from '../verb.ts';
import type { CommandReplyView } from '../api/views.ts';

export const start: Verb = {
  name: 'start',
  takes: '<campaign>',
  summary: 'Start a campaign, now or later',
  options: [
    { flags: '--at <time>', what: 'the start time, as RFC 3339: 2027-03-01T09:00:00-05:00' },
    clientOption,
  ],
  examples: [
    { line: 'ringmaster start spring-checkup', what: 'now, within the windows of the contacts' },
    { line: 'ringmaster start spring-checkup --at 2027-03-01T09:00:00-05:00', what: 'at that time' },
  ],
  async run(input) {
    const at = readInstant({ options: input.options, name: 'at' });
    const campaign = await aboutCampaign(input, { reads: false });
    const body = at === undefined ? {} : { startAt: new Date(at).toISOString() };
    const reply = await campaign.post<CommandReplyView>('/start', { body });
    const { startAt, state } = reply.campaign;
    const isLater = state === 'scheduled' && startAt !== null;
    const done = isLater ? `starts on ${dateTime(Date.parse(startAt))} UTC` : 'started';
    tellReply({ output: input.output, reply, done });
  },
};
