import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import type { CampaignRequests } from '../api/campaign-path.ts';
import { tellReply } from '../text/command-reply.ts';
import { confirm } from '../terminal/confirm.ts';
import { counted } from '../text/times.ts';
import type { Verb, VerbInput } from '../verb.ts';
import type { CommandReplyView, ProgressView } from '../api/views.ts';

export const cancel: Verb = {
  name: 'cancel',
  takes: '<campaign>',
  summary: 'End a campaign early; calls on the phone finish and count',
  description: 'A cancelled campaign cannot be resumed, so it asks first, or takes --yes.',
  options: [
    { flags: '--hang-up', what: 'end calls on the phone as well' },
    { flags: '--reason <text>', what: 'why, shown later' },
    { flags: '--yes', what: 'do not ask first; needed where there is no terminal' },
    clientOption,
  ],
  examples: [
    { line: 'ringmaster cancel spring-checkup', what: 'asks first; no further contact is called' },
    { line: 'ringmaster cancel spring-checkup --hang-up --yes', what: 'in a script; ends calls as well' },
  ],
  async run(input) {
    const { output, options } = input;
    const reason = options.text('reason');
    const campaign = await aboutCampaign(input, { reads: false });
    if (!options.flag('yes')) await confirmCancel(input, campaign);
    const body = { hangUp: options.flag('hang-up'), ...(reason !== undefined && { reason }) };
    const reply = await campaign.post<CommandReplyView>('/cancel', { body });
    tellReply({ output, reply, done: 'cancelled' });
  },
};

/** Asks with the figures that matter. Throws `cli.not-confirmed` unless the answer is yes. */
async function confirmCancel({ cli, options }: VerbInput, campaign: CampaignRequests): Promise<void> {
  const { name, state, remaining, inFlight } = await campaign.get<ProgressView>('/progress');
  const calls =
    inFlight === 0
      ? ''
      : ` ${counted(inFlight, 'call')} on the phone ${options.flag('hang-up') ? 'will be hung up' : 'will finish'}.`;
  await confirm({
    cli,
    question:
      `Cancel ${name} (${state})? ${counted(remaining, 'contact')} will not be contacted any more.${calls} ` +
      'This cannot be undone.',
    refusal: `${name} was not cancelled.`,
    sure: 'Add --yes to cancel without being asked.',
  });
}
