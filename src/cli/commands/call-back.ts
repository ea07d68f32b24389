import { aboutCampaign, clientOption } from '../api/campaign-path.ts';
import { pathPart } from '../api/path-part.ts';
import { usageError } from '../errors.ts';
import type { Verb } from '../verb.ts';

type Reply = { changed: boolean; situation: string };

export const callBack: Verb = {
  name: 'call-back',
  takes: '<campaign> <id>',
  summary: 'Call a contact back at a requested time',
  description:
    'The current step of the contact is repeated at this time, before other contacts. If the hours of the contact are closed then, the call starts when they open. A new request replaces the earlier one. A contact is named by phone number, email address, external id or contact id.',
  options: [
    {
      flags: '--at <time>',
      what: 'a local time of the contact such as "2026-12-01 15:00", or RFC 3339 with an offset',
    },
    { flags: '--withdraw', what: 'withdraw the request' },
    { flags: '--reason <text>', what: 'why, shown later' },
    clientOption,
  ],
  examples: [
    {
      line: 'ringmaster call-back spring-checkup +12025550147 --at "2026-12-01 15:00"',
      what: 'at three on the clock of the contact',
    },
    { line: 'ringmaster call-back spring-checkup +12025550147 --withdraw', what: 'not called back any more' },
  ],
  async run(input) {
    const { args, output, options } = input;
    const at = options.text('at');
    const isWithdrawn = options.flag('withdraw');
    if ((at === undefined) !== isWithdrawn) throw usageError('Name either --at or --withdraw.');
    const campaign = await aboutCampaign(input, { reads: false });
    const reason = options.text('reason');
    const path = `/contacts/${pathPart(args[1] ?? '')}/call-back`;
    const body = { at, ...(reason !== undefined && { reason }) };
    const reply = isWithdrawn
      ? await campaign.delete<Reply>(path)
      : await campaign.post<Reply>(path, { body });
    output.document(reply);
    output.result(reply.situation);
  },
};
