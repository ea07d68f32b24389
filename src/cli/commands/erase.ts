import { clientOption } from '../api/campaign-path.ts';
import { counted } from '../text/times.ts';
import type { Verb } from '../verb.ts';

type ErasureView = {
  client: string;
  contacts: number;
  campaigns: number;
  suppressed: number;
  scrubbed: boolean;
};

export const erase: Verb = {
  name: 'erase',
  takes: '<address>',
  summary: 'Erase the personal data of a person, in all campaigns of a client',
  description:
    'The person is found by any phone number, email address or id:EXTERNAL-ID. Contacts that have not ended are taken out of their campaigns. States, counts and times stay. A person who opted out stays suppressed when imported again. Backups still have the data.',
  options: [clientOption],
  examples: [
    { line: 'ringmaster erase +12025550147 --client northwind', what: 'by a phone number' },
    { line: 'ringmaster erase id:4711', what: 'by the external id of the lists' },
  ],
  async run({ args, output, options, connect }) {
    const service = await connect({ reads: false });
    const client = options.text('client');
    const body = { address: args[0], ...(client !== undefined && { client }) };
    const erased = await service.post<ErasureView>('/v1/erasures', { body });
    output.document(erased);
    const { contacts, campaigns, suppressed } = erased;
    output.result(
      `${counted(contacts, 'contact')} erased in ${counted(campaigns, 'campaign')} of ${erased.client}; suppressions kept: ${suppressed}.`,
    );
    if (!erased.scrubbed)
      output.say(
        'The store is large. Copies may remain in free parts of its file: stop the service and run ringmaster migrate --compact.',
      );
    if (contacts === 0) output.say('No contact of this client has this address.');
  },
};
