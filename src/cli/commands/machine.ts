import { usageError } from '../errors.ts';
import { table } from '../terminal/output.ts';
import { pathPart } from '../api/path-part.ts';
import type { Verb } from '../verb.ts';
import { isRecord } from '../api/is-record.ts';

export const machine: Verb = {
  name: 'machine',
  takes: '[name]',
  summary: 'The state machines that decide: their states and events',
  examples: [
    { line: 'ringmaster machine', what: 'which there are' },
    { line: 'ringmaster machine campaign', what: 'one of them' },
    { line: 'ringmaster machine campaign --json', what: 'its whole definition' },
  ],
  async run({ args, output, connect }) {
    const client = await connect({ reads: true });
    const name = args[0];
    const answer = await client.get<unknown>(
      name === undefined ? '/v1/machines' : `/v1/machines/${pathPart(name)}`,
    );
    output.document(answer);
    if (!isRecord(answer)) throw usageError('The service returned no machine.');
    const items = answer['items'];
    if (Array.isArray(items)) {
      for (const item of items)
        output.result(isRecord(item) ? String(item['name'] ?? item['id']) : String(item));
      return;
    }
    const definition = isRecord(answer['definition']) ? answer['definition'] : answer;
    for (const line of table([['STATE', 'TAKES'], ...statesOf(definition, '')])) output.result(line);
  },
};

/** Every state by its path, with the events it takes. */
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
