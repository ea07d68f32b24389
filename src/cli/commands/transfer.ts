import { pathPart } from '../api/path-part.ts';
import { usageError } from '../errors.ts';
import type { Verb } from '../verb.ts';

export const transfer: Verb = {
  name: 'transfer',
  takes: '<call>',
  summary: 'Transfer an answered call to a number, or to your own Plivo XML',
  description:
    'Returns when the provider has carried it out. The log of the campaign records who ordered it and where. A second transfer ends the first one.',
  options: [
    { flags: '--to <phone>', what: 'the number to connect the contact with' },
    { flags: '--answer-url <url>', what: 'your own URL of Plivo XML with which the call continues' },
  ],
  examples: [
    {
      line: 'ringmaster transfer att_01JD2Y7Q4W8R0S6T3V5X9Z1B2C --to +12025550199',
      what: 'an id from ringmaster calls',
    },
  ],
  async run({ args, output, options, connect }) {
    const id = args[0] ?? '';
    const to = options.text('to');
    const answerUrl = options.text('answer-url');
    if ((to === undefined) === (answerUrl === undefined)) {
      throw usageError('A transfer requires either --to or --answer-url.', 'For example: --to +12025550199');
    }
    const client = await connect({ reads: false });
    const reply = await client.post(`/v1/calls/${pathPart(id)}/transfer`, {
      body: to === undefined ? { answerUrl } : { to },
    });
    output.document(reply);
    output.result(`${id}: transferred.`);
  },
};
