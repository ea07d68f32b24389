import { pathPart } from '../api/path-part.ts';
import type { Verb } from '../verb.ts';

export const hangup: Verb = {
  name: 'hangup',
  takes: '<call>',
  summary: 'Hang up one call',
  examples: [
    { line: 'ringmaster hangup att_01JD2Y7Q4W8R0S6T3V5X9Z1B2C', what: 'an id from ringmaster calls' },
  ],
  async run({ args, output, connect }) {
    const id = args[0] ?? '';
    const client = await connect({ reads: false });
    const reply = await client.delete(`/v1/calls/${pathPart(id)}`);
    output.document(reply);
    output.result(`${id}: the hang-up was ordered.`);
  },
};
