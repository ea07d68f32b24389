import { tableWithin } from '../terminal/output.ts';
import { shortTime } from '../text/times.ts';
import type { Verb } from '../verb.ts';
import type { CallView, ListView } from '../api/views.ts';

export const calls: Verb = {
  name: 'calls',
  summary: 'Calls, newest first; by default only open ones',
  options: [
    { flags: '--all', what: 'ended calls too' },
    { flags: '--campaign <campaign>', what: 'only calls of this campaign' },
    { flags: '--client <client>', what: 'only calls of this client' },
    { flags: '--limit <count>', what: 'the maximum number shown (default 50)' },
  ],
  examples: [
    { line: 'ringmaster calls', what: 'the open calls' },
    { line: 'ringmaster calls --all --campaign spring-checkup --limit 10', what: 'the last ten' },
  ],
  async run({ output, options, connect }) {
    const client = await connect({ reads: true });
    const page = await client.get<ListView<CallView>>('/v1/calls', {
      query: {
        active: options.flag('all') ? undefined : true,
        campaign: options.text('campaign'),
        client: options.text('client'),
        limit: options.number('limit', { min: 1, whole: true }) ?? 50,
      },
    });
    output.document(page);
    if (page.items.length === 0) return output.say('No calls.');
    const rows = page.items.map((call) => [
      call.id,
      call.to,
      call.disposition ?? call.state,
      shortTime(call.startedAt),
      shortTime(call.endedAt),
    ]);
    for (const line of tableWithin(
      [['ID', 'PHONE', 'STATE', 'STARTED (UTC)', 'ENDED (UTC)'], ...rows],
      output.width(),
    )) {
      output.result(line);
    }
  },
};
