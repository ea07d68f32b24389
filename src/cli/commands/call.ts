import { specialCode, specialNumberTypes } from '../../domain/contact/number-type.ts';
import { readNumberTypes } from '../list/contact-settings.ts';
import { usageError } from '../errors.ts';
import { tellNotices } from '../text/notice-lines.ts';
import { RemoteError } from '../api/remote-error.ts';
import type { Problem } from '../api/remote-error.ts';
import type { Verb } from '../verb.ts';
import type { CallView, WhyView } from '../api/views.ts';

/** `call` is null while limits or hours do not allow the call; `why` then says until when. */
type CallReply = { call: CallView | null; why: WhyView | null };

export const call: Verb = {
  name: 'call',
  takes: '<phone>',
  summary: 'Make one call',
  description:
    'Limits and the do-not-contact list always apply. The local hours of the contact apply unless --outside-hours names a reason, which is logged.',
  options: [
    { flags: '--from <phone>', what: 'the caller ID, such as +12025550100' },
    { flags: '--pool <tag>', what: 'instead of --from: a pool of caller IDs, one of which is chosen' },
    { flags: '--say <text>', what: 'what is said' },
    {
      flags: '--answer-url <url>',
      what: 'instead of --say: your own URL of Plivo XML, which Plivo requests when the call is answered',
    },
    { flags: '--client <client>', what: 'the client that calls (default: default)' },
    {
      flags: '--allow-number-types <types>',
      what: `call it even if it is one of ${specialNumberTypes.join(', ')}`,
    },
    { flags: '--timezone <zone>', what: 'the time zone of the contact, if the number does not determine it' },
    { flags: '--outside-hours <reason>', what: 'call now, regardless of the local hour' },
  ],
  examples: [
    {
      line: 'ringmaster call +12025550147 --from +12025550100 --say "Your parcel is here."',
      what: 'as soon as limits and hours allow',
    },
    {
      line: 'ringmaster call "+12025550147 ext. 12" --from +12025550100 --say "Your parcel is here."',
      what: 'an extension, dialled after the answer',
    },
  ],
  async run({ args, output, options, connect }) {
    const to = args[0] ?? '';
    const pool = options.text('pool');
    const from = options.text('from') ?? (pool === undefined ? undefined : { pool });
    const say = options.text('say');
    const answerUrl = options.text('answer-url');
    if (from === undefined || (say === undefined) === (answerUrl === undefined)) {
      throw usageError(
        'A call requires --from or --pool, and either --say or --answer-url.',
        'For example: ringmaster call +12025550147 --from +12025550100 --say "Hello."',
      );
    }
    const client = options.text('client');
    const timezone = options.text('timezone');
    const outsideHours = options.text('outside-hours');
    const allowNumberTypes = readNumberTypes(options);
    const service = await connect({ reads: false });
    const reply = await service
      .post<CallReply>('/v1/calls', {
        body: {
          to,
          from,
          ...(say === undefined ? { answerUrl } : { speak: say }),
          ...(client !== undefined && { client }),
          ...(allowNumberTypes !== undefined && { allowNumberTypes }),
          ...(timezone !== undefined && { timezone }),
          ...(outsideHours !== undefined && { outsideHours }),
        },
      })
      .catch((error: unknown) => {
        throw withOptions(error);
      });
    output.document(reply);
    tellNotices({ notices: reply.why?.notices ?? [], output });
    if (reply.call) output.result(`${to}: ${reply.call.state}, ${reply.call.id}`);
    else output.result(`${to} is not called yet. ${reply.why?.situation ?? ''}`.trimEnd());
  },
};

/** Returns a refusal with a hint that names the options of this verb instead of the fields of the request. */
function withOptions(error: unknown): unknown {
  if (!(error instanceof RemoteError)) return error;
  const { status, problem } = error;
  const hint = hintFor(problem);
  return hint === null ? error : new RemoteError({ status, problem: { ...problem, hint } });
}

function hintFor({ code }: Problem): string | null {
  if (code === 'contact.phone-invalid') return 'Write it with + and country code, such as +12025550100.';
  if (code === 'contact.timezone-unknown')
    return 'Add --timezone, such as America/New_York, or --outside-hours with the reason.';
  const special = specialNumberTypes.find((type) => code === specialCode(type));
  return special === undefined ? null : `To call it anyway, add --allow-number-types ${special}.`;
}
