import { confirm } from '../terminal/confirm.ts';
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
    'The person is found by any phone number, email address or id:EXTERNAL-ID. Contacts that have not ended are taken out of their campaigns. States, counts and times stay. A person who opted out stays suppressed when imported again. Backups still have the data. The data cannot be restored, so the command asks first, unless --yes is set.',
  options: [
    { flags: '--client <client>', what: 'the client whose data are erased (default: default)' },
    { flags: '--yes', what: 'do not ask first; required without a terminal' },
  ],
  examples: [
    { line: 'ringmaster erase +12025550147 --client northwind', what: 'by a phone number; asks first' },
    { line: 'ringmaster erase id:4711 --yes', what: 'in a script; by the external id of the lists' },
  ],
  async run({ cli, args, output, options, connect }) {
    const service = await connect({ reads: false });
    const client = options.text('client');
    if (!options.flag('yes'))
      await confirm({
        cli,
        question: `Erase the data of the person with ${args[0]} in all campaigns of ${client ?? 'default'}? This cannot be undone.`,
        refusal: 'Nothing was erased.',
        sure: 'Add --yes to erase without being asked.',
      });
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
