import { specialNumberTypes } from '../../domain/number-type.ts';
import { readNumberTypes } from '../contact-settings.ts';
import { usageError } from '../errors.ts';
import { tellNotices } from '../notice-lines.ts';
import type { Verb } from '../verb.ts';
import type { CallView, WhyView } from '../views.ts';

/** `call` is null while limits or hours hold it back; `why` then says until when. */
type CallReply = { call: CallView | null; why: WhyView | null };

export const call: Verb = {
  name: 'call',
  takes: '<phone>',
  summary: 'Make one call',
  description:
    'It keeps to limits and the do-not-contact list always, and to the hours of the person unless --outside-hours gives a reason, which is logged.',
  options: [
    { flags: '--from <phone>', what: 'the caller ID, such as +12025550100' },
    { flags: '--say <text>', what: 'what is said' },
    { flags: '--client <client>', what: 'on whose behalf (default: default)' },
    {
      flags: '--allow-number-types <types>',
      what: `call it even if it is one of ${specialNumberTypes.join(', ')}`,
    },
    { flags: '--outside-hours <reason>', what: 'call now, whatever the hour there' },
  ],
  examples: [
    {
      line: 'ringmaster call +12025550147 --from +12025550100 --say "Your parcel is here."',
      what: 'as soon as limits and hours allow',
    },
  ],
  async run({ args, output, options, connect }) {
    const to = args[0] ?? '';
    const from = options.text('from');
    const say = options.text('say');
    if (from === undefined || say === undefined) {
      throw usageError(
        'A call needs --from and --say.',
        'For instance: ringmaster call +12025550147 --from +12025550100 --say "Hello."',
      );
    }
    const client = options.text('client');
    const outsideHours = options.text('outside-hours');
    const allowNumberTypes = readNumberTypes(options);
    const service = await connect({ reads: false });
    const reply = await service.post<CallReply>('/v1/calls', {
      body: {
        to,
        from,
        speak: say,
        ...(client !== undefined && { client }),
        ...(allowNumberTypes !== undefined && { allowNumberTypes }),
        ...(outsideHours !== undefined && { outsideHours }),
      },
    });
    output.document(reply);
    tellNotices({ notices: reply.why?.notices ?? [], output });
    if (reply.call) output.result(`${to}: ${reply.call.state}, ${reply.call.id}`);
    else output.result(`${to}: waits. ${reply.why?.situation ?? ''}`.trimEnd());
  },
};
