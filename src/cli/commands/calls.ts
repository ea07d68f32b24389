import { tableWithin } from '../terminal/output.ts';
import { shortTime } from '../text/times.ts';
import type { Verb } from '../verb.ts';
import type { CallbacksView, CallView, ListView } from '../api/views.ts';
import { pathPart } from '../api/path-part.ts';
import type { Client } from '../api/client.ts';
import type { Output } from '../terminal/output.ts';

export const calls: Verb = {
  name: 'calls',
  takes: '[call]',
  summary: 'Calls, newest first; by default only open ones',
  description: 'With the id of a call: this call, with every callback of the provider about it.',
  options: [
    { flags: '--all', what: 'ended calls too' },
    { flags: '--campaign <campaign>', what: 'only calls of this campaign' },
    { flags: '--client <client>', what: 'only calls of this client' },
    { flags: '--limit <count>', what: 'the maximum number shown (default 50)' },
  ],
  examples: [
    { line: 'ringmaster calls', what: 'the open calls' },
    { line: 'ringmaster calls --all --campaign spring-checkup --limit 10', what: 'the last ten' },
    {
      line: 'ringmaster calls att_01JD2Y7Q4W8R0S6T3V5X9Z1B2C',
      what: 'one call, with the callbacks about it',
    },
  ],
  async run({ args, output, options, connect }) {
    const client = await connect({ reads: true });
    if (args[0] !== undefined) return showCall({ id: args[0], client, output });
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

async function showCall({
  id,
  client,
  output,
}: {
  id: string;
  client: Client;
  output: Output;
}): Promise<void> {
  const path = `/v1/calls/${pathPart(id)}`;
  const [call, callbacks] = await Promise.all([
    client.get<CallView>(path),
    client.get<CallbacksView>(`${path}/callbacks`),
  ]);
  output.document({ ...call, callbacks });
  for (const line of callLines({ call, callbacks })) output.result(line);
}

/** The lines about one call: its number, its times and its end, then each callback in the order in which they were decided. */
function callLines({
  call,
  callbacks: { items, further },
}: {
  call: CallView;
  callbacks: CallbacksView;
}): string[] {
  const result = call.disposition === null ? call.state : `${call.state}, ${call.disposition}`;
  const ended = call.endedAt === null ? '' : `, ended ${shortTime(call.endedAt)}`;
  return [
    `${call.to}: ${result}`,
    `started ${shortTime(call.startedAt)}${ended} (UTC)`,
    '',
    items.length === 0 ? 'No callback has arrived.' : 'Callbacks of the provider',
    ...items.map(callbackLine),
    ...(further > 0 ? [`${further} further callbacks were not kept.`] : []),
  ];
}

function callbackLine({
  kind,
  effect,
  late,
  problem,
  deliveries,
  arrivals,
  fields,
}: CallbacksView['items'][number]): string {
  const marks = [
    ...(late ? ['late'] : []),
    ...(deliveries > 1 ? [`${deliveries} times`] : []),
    ...(effect === 'none' ? ['nothing new'] : []),
    ...(effect === 'surplus' ? ['second call'] : []),
    ...(problem === null ? [] : [`unusable: ${problem}`]),
  ];
  const marked = marks.length === 0 ? '' : `  [${marks.join(', ')}]`;
  const values = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return `  ${arrivals[0] ?? '-'}  ${kind}${marked}  ${values.join(' ')}`.trimEnd();
}
