import { tableWithin } from '../terminal/output.ts';
import { shortTime } from '../text/times.ts';
import { usageError } from '../errors.ts';
import { pathPart } from '../api/path-part.ts';
import type { Verb } from '../verb.ts';
import type { ListView } from '../api/views.ts';

type SuppressionView = { client: string; address: string; reason: string; at: string };

const path = '/v1/suppressions';
/** The name of the list for every client in the API. */
const everyClient = '*';

export const suppress: Verb = {
  name: 'suppress',
  takes: '[address]',
  summary: 'The do-not-contact list: add, remove or show',
  description:
    'An added address is not contacted any more, also in running campaigns. Without --client it applies to every client.',
  options: [
    { flags: '--reason <text>', what: 'the reason (default: asked not to be contacted)' },
    { flags: '--remove', what: 'remove the address from the list' },
    { flags: '--client <client>', what: 'only for this client' },
    { flags: '--limit <count>', what: 'the maximum number shown (default 50)' },
  ],
  examples: [
    {
      line: 'ringmaster suppress +12025550147 --reason "wrote to us"',
      what: 'not contacted any more, by any client',
    },
    { line: 'ringmaster suppress +12025550147 --remove', what: 'to correct a mistake' },
    { line: 'ringmaster suppress', what: 'the addresses on the list' },
  ],
  async run({ args, output, options, connect }) {
    const [address] = args;
    const client = options.text('client');
    if (address === undefined) {
      if (options.flag('remove')) throw usageError('--remove requires an address.');
      const service = await connect({ reads: true });
      const page = await service.get<ListView<SuppressionView>>(path, {
        query: { client, limit: options.number('limit', { min: 1, whole: true }) ?? 50 },
      });
      output.document(page);
      if (page.items.length === 0) return output.say('The do-not-contact list is empty.');
      const rows = page.items.map((item) => [
        item.address,
        item.client === everyClient ? 'every client' : item.client,
        item.reason,
        shortTime(item.at),
      ]);
      for (const line of tableWithin(
        [['ADDRESS', 'CLIENT', 'REASON', 'SINCE (UTC)'], ...rows],
        output.width(),
      ))
        output.result(line);
      return;
    }
    const service = await connect({ reads: false });
    const list = client ?? everyClient;
    if (options.flag('remove')) {
      const reply = await service.delete(`${path}/${pathPart(address)}`, {
        query: { client: list },
      });
      output.document(reply ?? { address, removed: true });
      return output.result(`${address} may be contacted again.`);
    }
    const reason = options.text('reason') ?? 'asked not to be contacted';
    const reply = await service.post(path, { body: { address, reason, client: list } });
    output.document(reply);
    output.result(`${address} will not be contacted any more.`);
  },
};
