import { everyClient } from '../../domain/contact/party.ts';
import { table } from '../terminal/output.ts';
import { shortTime } from '../text/times.ts';
import type { Verb } from '../verb.ts';
import type { ListView, StopEventView } from '../api/views.ts';

export const stops: Verb = {
  name: 'stops',
  summary: 'The history of emergency stops: who, when and why, newest first',
  options: [
    { flags: '--client <client>', what: 'only stops that apply to this client' },
    { flags: '--limit <count>', what: 'the maximum number shown (default 50)' },
  ],
  examples: [
    { line: 'ringmaster stops', what: 'the last 50; ringmaster attention shows the stops in force' },
    { line: 'ringmaster stops --client northwind --limit 5', what: 'of one client and of all clients' },
  ],
  async run({ output, options, connect }) {
    const client = await connect({ reads: true });
    const page = await client.get<ListView<StopEventView>>('/v1/stops', {
      query: {
        client: options.text('client'),
        limit: options.number('limit', { min: 1, whole: true }) ?? 50,
      },
    });
    output.document(page);
    if (page.items.length === 0) return output.say('There were no emergency stops.');
    const rows = page.items.map(({ at, event, client: whose, by, reason }) => [
      shortTime(at),
      event,
      whose === everyClient ? 'every client' : whose,
      by,
      reason ?? '',
    ]);
    for (const line of table([['AT (UTC)', 'WHAT', 'CLIENT', 'BY', 'REASON'], ...rows])) output.result(line);
  },
};
