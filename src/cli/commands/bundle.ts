import { resolve } from 'node:path';
import { campaignPath, clientOption } from '../api/campaign-path.ts';
import { saveFile } from '../folder/save-file.ts';
import type { Verb } from '../verb.ts';

export const bundle: Verb = {
  name: 'bundle',
  takes: '<campaign>',
  summary: 'A campaign without personal data in one file, to be looked at elsewhere',
  description:
    'The file has the log, the contacts, attempts and figures of the campaign, and its hours, limits and retries. It has no names, numbers, addresses, variables, external ids, texts of steps, senders, ids of the provider, reasons in free text or names of operators. ids, positions, times, states, dispositions and outcomes stay. Anyone can look at it with: ringmaster serve --bundle FILE',
  options: [
    { flags: '-o, --out <file>', what: 'write to this file (default: the name of the campaign and .bundle)' },
    clientOption,
  ],
  examples: [
    { line: 'ringmaster bundle spring-checkup', what: 'to spring-checkup.bundle' },
    { line: 'ringmaster serve --bundle spring-checkup.bundle', what: 'look at it, on any machine' },
  ],
  async run({ cli, output, args, options, connect }) {
    const [campaign = ''] = args;
    const client = await connect({ reads: true });
    const answer = await client.open(campaignPath(campaign, '/bundle'), {
      query: { client: options.text('client') },
      headers: { accept: 'application/gzip' },
    });
    const named = /filename="([^"/\\]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
    const out = options.text('out') ?? named ?? `${campaign}.bundle`;
    let bytes = 0;
    await saveFile({
      path: resolve(cli.cwd, out),
      bytes: async function* () {
        for await (const part of answer.body ?? []) {
          bytes += part.length;
          yield part;
        }
      },
    });
    output.document({ file: out, bytes });
    output.result(`${out}: ${Math.ceil(bytes / 1_000)} kB, without personal data`);
    output.say(`Look at it on any machine: ringmaster serve --bundle ${out}`);
  },
};
