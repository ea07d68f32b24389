import { isEnd } from '../../domain/contact/enrollment.ts';
import type { EnrollmentState } from '../../domain/contact/enrollment.ts';
import { campaignPath, clientOption } from '../api/campaign-path.ts';
import type { Client } from '../api/client.ts';
import { isRecord } from '../../domain/machine/is-record.ts';
import { pathPart } from '../api/path-part.ts';
import type { ProgressView } from '../api/views.ts';
import { usageError } from '../errors.ts';
import type { Output } from '../terminal/output.ts';
import { table } from '../terminal/output.ts';
import { machineLines } from '../text/machine-lines.ts';
import type { MachineFigures, Taken } from '../text/machine-lines.ts';
import { machineMermaid } from '../../domain/machine/machine-mermaid.ts';
import { readMachineTree } from '../../domain/machine/machine-tree.ts';
import type { TreeState } from '../../domain/machine/machine-tree.ts';
import type { Options, Verb } from '../verb.ts';

export const machine: Verb = {
  name: 'machine',
  takes: '[name...]',
  summary: 'The state machines of the engine: their states and events',
  description:
    '`machine NAME` lists the states. `machine show NAME [campaign]` adds the transitions with their guards. If a campaign is named, its current state, or the contacts in each state, are shown too, and how often each transition was taken in it.',
  options: [
    clientOption,
    {
      flags: '--config',
      what: "print the config as JSON, for createMachine or Stately's editor",
    },
    { flags: '--mermaid', what: 'with `show`: print a Mermaid diagram' },
  ],
  examples: [
    { line: 'ringmaster machine', what: 'their names' },
    { line: 'ringmaster machine enrollment', what: 'the states and events of one machine' },
    { line: 'ringmaster machine show campaign spring-checkup', what: 'where a campaign is in its machine' },
    { line: 'ringmaster machine show enrollment spring-checkup', what: 'the contacts in each state' },
    { line: 'ringmaster machine show attempt --mermaid', what: 'a diagram for Markdown' },
    { line: 'ringmaster machine enrollment --config', what: "JSON to paste into Stately's editor" },
  ],
  async run({ args, options, output, connect }) {
    const isShow = args[0] === 'show';
    const [name, campaign] = isShow ? args.slice(1) : args;
    checkUsage({ isShow, name, campaign, options });
    const client = await connect({ reads: true });
    if (name === undefined) return listMachines(client, output);
    const query = { campaign, client: options.text('client') };
    const answer = await client.get<unknown>(`/v1/machines/${pathPart(name)}`, { query });
    if (!isRecord(answer) || !isRecord(answer['definition']))
      throw usageError('The service returned no machine.');
    if (options.flag('config')) return output.data(`${JSON.stringify(answer['config'], null, 2)}\n`);
    const tree = readMachineTree(answer['definition']);
    if (!isShow) {
      output.document(answer);
      return stateLines(tree).forEach((line) => output.result(line));
    }
    const figures =
      campaign === undefined ? null : await readFigures({ client, name, campaign, query, answer });
    output.document({ ...answer, ...(figures && { current: figures.current, counts: figures.counts }) });
    const isMermaid = options.flag('mermaid');
    const lines = isMermaid ? machineMermaid(tree, figures?.current ?? null) : machineLines(tree, figures);
    for (const line of lines) output.result(line);
  },
};

function checkUsage({
  isShow,
  name,
  campaign,
  options,
}: {
  isShow: boolean;
  name: string | undefined;
  campaign: string | undefined;
  options: Options;
}): void {
  if (name === undefined && (isShow || options.flag('config') || options.flag('mermaid')))
    throw usageError('Name the machine.', 'For example: ringmaster machine show campaign');
  if (!isShow && (campaign !== undefined || options.flag('mermaid')))
    throw usageError(
      'A campaign and --mermaid go with `show`.',
      `For example: ringmaster machine show ${name ?? 'campaign'}`,
    );
}

async function listMachines(client: Client, output: Output): Promise<void> {
  const answer = await client.get<{ items: readonly { name: string }[] }>('/v1/machines');
  output.document(answer);
  for (const { name } of answer.items) output.result(name);
}

/** Every state by its path, with the events that it accepts. */
function stateLines(tree: TreeState): string[] {
  const rowsOf = ({ path, transitions, states }: TreeState): string[][] => [
    ...(path === '' ? [] : [[path, [...new Set(transitions.map(({ event }) => event))].join(', ')]]),
    ...states.flatMap(rowsOf),
  ];
  return table([['STATE', 'EVENTS'], ...rowsOf(tree)]);
}

/** What is known of the campaign. A campaign has one current state; its contacts are counted in each state. */
async function readFigures({
  client,
  name,
  campaign,
  query,
  answer,
}: {
  client: Client;
  name: string;
  campaign: string;
  query: { client: string | undefined };
  answer: Readonly<Record<string, unknown>>;
}): Promise<MachineFigures> {
  const { state, doing, contacts } = await client.get<ProgressView>(campaignPath(campaign, '/progress'), {
    query: { client: query.client },
  });
  const taken = (answer['transitions'] ?? []) as readonly Taken[];
  if (name === 'campaign')
    return { current: doing === null ? state : `${state}.${doing}`, counts: null, taken };
  return { current: null, counts: name === 'enrollment' ? withEnded(contacts) : null, taken };
}

/** The machine has one state for all ends. */
function withEnded(contacts: Readonly<Record<string, number>>): Record<string, number> {
  const counts: Record<string, number> = { ended: 0 };
  for (const [state, count] of Object.entries(contacts)) {
    const name = isEnd(state as EnrollmentState) ? 'ended' : state;
    counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}
