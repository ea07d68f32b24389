import { everyClient } from '../../domain/contact/party.ts';
import type { Client } from '../api/client.ts';
import { pathPart } from '../api/path-part.ts';
import type { ClientEventView, ClientLogVerificationView, ListView } from '../api/views.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { clientEventLine, clientVerificationLine } from '../text/client-event-lines.ts';
import type { Verb } from '../verb.ts';

const pageSize = 500;

export const log: Verb = {
  name: 'log',
  takes: '[client]',
  summary: 'The changes of a client outside its campaigns, with their authors',
  description: `The log has removed drafts and suppressions, changed settings, and emergency stops. Without a client it is the log for all clients. With --verify the whole log is checked: each event must match its hash, which includes the hash of the previous event. Otherwise the exit code is ${exitCodes.logBroken}.`,
  options: [
    { flags: '--last <count>', what: 'only the last events, up to this number' },
    { flags: '--verify', what: 'check that the log was not changed' },
  ],
  examples: [
    { line: 'ringmaster log northwind', what: 'all events' },
    { line: 'ringmaster log northwind --verify', what: 'checks the log and prints its last hash' },
    { line: 'ringmaster log', what: 'the log for all clients' },
  ],
  async run({ output, args: [name = everyClient], options, connect }): Promise<ExitCode> {
    const client = await connect({ reads: true });
    const path = `/v1/clients/${pathPart(name)}/log`;
    if (options.flag('verify')) {
      const found = await client.get<ClientLogVerificationView>(`${path}/verification`);
      output.document(found);
      output.result(clientVerificationLine(found));
      return found.ok ? exitCodes.done : exitCodes.logBroken;
    }
    const last = options.number('last', { min: 1, whole: true });
    const items = await readLog({ client, path, last });
    output.document({ items });
    for (const event of items) output.result(clientEventLine(event));
    if (items.length === 0) output.say('The log is empty.');
    return exitCodes.done;
  },
};

async function readLog({
  client,
  path,
  last,
}: {
  client: Client;
  path: string;
  last: number | undefined;
}): Promise<ClientEventView[]> {
  const items: ClientEventView[] = [];
  for (;;) {
    const after = items.at(-1)?.seq ?? 0;
    const page = await client.get<ListView<ClientEventView>>(path, {
      // `last` applies only to the first page; the others follow it.
      query: { after, limit: pageSize, ...(items.length === 0 && { last }) },
    });
    items.push(...page.items);
    if (page.items.length < pageSize) return items;
  }
}
