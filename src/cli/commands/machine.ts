import { usageError } from '../errors.ts';
import { table } from '../terminal/output.ts';
import { pathPart } from '../api/path-part.ts';
import type { Verb } from '../verb.ts';
import { isRecord } from '../api/is-record.ts';

export const machine: Verb = {
  name: 'machine',
  takes: '[name]',
  summary: 'The state machines of the engine: their states and events',
  options: [
    {
      flags: '--config',
      what: "print the config as JSON, for createMachine or Stately's editor",
    },
  ],
  examples: [
    { line: 'ringmaster machine', what: 'their names' },
    { line: 'ringmaster machine enrollment', what: 'one machine' },
    { line: 'ringmaster machine enrollment --config', what: "JSON to paste into Stately's editor" },
  ],
  async run({ args, options, output, connect }) {
    const client = await connect({ reads: true });
    const name = args[0];
    const wantsConfig = options.flag('config');
    if (wantsConfig && name === undefined)
      throw usageError(
        '--config requires the name of a machine.',
        'For example: ringmaster machine enrollment --config',
      );
    const answer = await client.get<unknown>(
      name === undefined ? '/v1/machines' : `/v1/machines/${pathPart(name)}`,
    );
    if (!isRecord(answer)) throw usageError('The service returned no machine.');
    if (wantsConfig) return output.data(`${JSON.stringify(answer['config'], null, 2)}\n`);
    output.document(answer);
    const items = answer['items'];
    if (Array.isArray(items)) {
      for (const item of items)
        output.result(isRecord(item) ? String(item['name'] ?? item['id']) : String(item));
      return;
    }
    const definition = isRecord(answer['definition']) ? answer['definition'] : answer;
    for (const line of table([['STATE', 'EVENTS'], ...statesOf(definition, '')])) output.result(line);
  },
};

/** Returns every state by its path, with the events that it accepts. */
function statesOf(node: Readonly<Record<string, unknown>>, path: string): string[][] {
  const { states, on } = node;
  const own = path === '' ? [] : [[path, isRecord(on) ? Object.keys(on).join(', ') : '']];
  if (!isRecord(states)) return own;
  return [
    ...own,
    ...Object.entries(states).flatMap(([name, child]) =>
      isRecord(child) ? statesOf(child, path === '' ? name : `${path}.${name}`) : [],
    ),
  ];
}
