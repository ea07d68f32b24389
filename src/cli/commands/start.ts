import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import { tellReply } from '../text/command-reply.ts';
import { readInstant } from '../clock/instant-option.ts';
import { counted, dateTime } from '../text/times.ts';
import type { Verb } from '../verb.ts';
import type { CommandReplyView } from '../api/views.ts';

export const start: Verb = {
  name: 'start',
  takes: '<campaign>',
  summary: 'Start a campaign, now or later',
  options: [
    { flags: '--at <time>', what: 'the start time, as RFC 3339: 2027-03-01T09:00:00-05:00' },
    {
      flags: '--canary <contacts>',
      what: 'contact this number first; continue only if their results are within the limits',
    },
    clientOption,
  ],
  examples: [
    { line: 'ringmaster start spring-checkup', what: 'now, within the windows of the contacts' },
    { line: 'ringmaster start spring-checkup --at 2027-03-01T09:00:00-05:00', what: 'at that time' },
    { line: 'ringmaster start spring-checkup --canary 20', what: '20 contacts, then a verdict' },
  ],
  async run(input) {
    const at = readInstant({ options: input.options, name: 'at' });
    const campaign = await aboutCampaign(input, { reads: false });
    const canary = input.options.number('canary', { min: 1, max: 1_000, whole: true });
    const body = {
      ...(at !== undefined && { startAt: new Date(at).toISOString() }),
      ...(canary !== undefined && { canary }),
    };
    const reply = await campaign.post<CommandReplyView>('/start', { body });
    const { startAt, state } = reply.campaign;
    const isLater = state === 'scheduled' && startAt !== null;
    const first = canary === undefined ? '' : ` with ${counted(canary, 'contact')} first`;
    const done = `${isLater ? `starts on ${dateTime(Date.parse(startAt))} UTC` : 'started'}${first}`;
    tellReply({ output: input.output, reply, done });
  },
};
