import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import type { CampaignRequests } from '../api/campaign-path.ts';
import { endOfCalls, tellReply } from '../text/command-reply.ts';
import { confirm } from '../terminal/confirm.ts';
import { counted } from '../text/times.ts';
import type { Verb, VerbInput } from '../verb.ts';
import type { CommandReplyView, ProgressView } from '../api/views.ts';

export const cancel: Verb = {
  name: 'cancel',
  takes: '<campaign>',
  summary: 'End a campaign early; open calls finish and count',
  description: 'A cancelled campaign cannot be resumed, so the command asks first, unless --yes is set.',
  options: [
    { flags: '--hang-up', what: 'hang up open calls too' },
    { flags: '--reason <text>', what: 'why, shown later' },
    { flags: '--yes', what: 'do not ask first; required without a terminal' },
    clientOption,
  ],
  examples: [
    { line: 'ringmaster cancel spring-checkup', what: 'asks first; no further contact is called' },
    {
      line: 'ringmaster cancel spring-checkup --hang-up --yes',
      what: 'in a script; hangs up open calls too',
    },
  ],
  async run(input) {
    const { output, options } = input;
    const reason = options.text('reason');
    const campaign = await aboutCampaign(input, { reads: false });
    if (!options.flag('yes')) await confirmCancel(input, campaign);
    const body = { hangUp: options.flag('hang-up'), ...(reason !== undefined && { reason }) };
    const reply = await campaign.post<CommandReplyView>('/cancel', { body });
    tellReply({ output, reply, done: 'cancelled', isHungUp: body.hangUp });
  },
};

/** Asks for confirmation and shows the figures. Throws `cli.not-confirmed` unless the answer is yes. */
async function confirmCancel({ cli, options }: VerbInput, campaign: CampaignRequests): Promise<void> {
  const { name, state, remaining, inFlight } = await campaign.get<ProgressView>('/progress');
  const isHungUp = options.flag('hang-up');
  const calls = inFlight === 0 ? '' : ` ${endOfCalls({ calls: inFlight, isHungUp })}.`;
  await confirm({
    cli,
    question:
      `Cancel ${name} (${state})? ${counted(remaining, 'contact')} will not be contacted any more.${calls} ` +
      'This cannot be undone.',
    refusal: `${name} was not cancelled.`,
    sure: 'Add --yes to cancel without being asked.',
  });
}
