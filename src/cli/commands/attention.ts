import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { wrapped } from '../terminal/output.ts';
import type { Output } from '../terminal/output.ts';
import { shortTime } from '../text/times.ts';
import type { Verb } from '../verb.ts';
import type { AttentionView, ListView } from '../api/views.ts';

export const attention: Verb = {
  name: 'attention',
  summary: 'Everything that needs an operator, the most urgent first',
  description: `Emergency stops, campaigns that no service runs, failed campaigns, campaigns that the provider stopped, windows that never open, contacts in review. Exit code ${exitCodes.attention} if there is anything.`,
  options: [{ flags: '--client <client>', what: 'only items of this client' }],
  examples: [
    { line: 'ringmaster attention', what: 'each item with a command to begin with' },
    { line: 'ringmaster attention >/dev/null || echo look', what: 'for a monitor' },
  ],
  async run({ output, options, connect }): Promise<ExitCode> {
    const client = await connect({ reads: true });
    const page = await client.get<ListView<AttentionView>>('/v1/attention', {
      query: { client: options.text('client') },
    });
    output.document(page);
    if (page.items.length === 0) output.result('Nothing needs attention.');
    for (const item of page.items) tell({ output, item });
    return page.items.length === 0 ? exitCodes.done : exitCodes.attention;
  },
};

function tell({ output, item }: { output: Output; item: AttentionView }): void {
  const { code, client, name, since, detail, command } = item;
  const whose = name === null ? '' : `${name} of ${client}`;
  const heading = [code, whose, since === null ? '' : `since ${shortTime(since)} UTC`].filter(Boolean);
  output.result(output.paint('bold', heading.join('   ')));
  for (const line of wrapped({ text: detail, width: output.width() - 2 })) output.result(`  ${line}`);
  output.result(`  Begin with: ${command}`);
}
