import { resolve } from 'node:path';
import { pathPart } from '../api/path-part.ts';
import type { CallView } from '../api/views.ts';
import { usageError } from '../errors.ts';
import { saveFile } from '../folder/save-file.ts';
import { table } from '../terminal/output.ts';
import type { Verb } from '../verb.ts';

export const recordings: Verb = {
  name: 'recordings',
  takes: '<call> [id]',
  summary: 'The recordings of a call: list, download or delete',
  description:
    'A recording is passed on from the provider. --delete deletes it there too. Recordings are deleted with the contact, when it is erased or its retention period ends.',
  options: [
    { flags: '-o, --out <file>', what: 'write the recording to this file' },
    { flags: '--delete', what: 'delete the recording' },
  ],
  examples: [
    { line: 'ringmaster recordings att_01JD2Y7Q4W8R0S6T3V5X9Z1B2C', what: 'the recordings of this call' },
    {
      line: 'ringmaster recordings att_01JD2Y7Q4W8R0S6T3V5X9Z1B2C 9b2f6c1e --out call.mp3',
      what: 'one of them',
    },
  ],
  async run({ args: [call = '', recording], options, output, cli, connect }) {
    const out = options.text('out');
    const isDeletion = options.flag('delete');
    if (recording === undefined && (out !== undefined || isDeletion))
      throw usageError('Name the recording: ringmaster recordings CALL RECORDING.');
    if (recording !== undefined && (out !== undefined) === isDeletion)
      throw usageError('Name either --out or --delete.');
    const client = await connect({ reads: !isDeletion });
    const path = `/v1/calls/${pathPart(call)}`;
    if (recording === undefined) {
      const { recordings: items } = await client.get<CallView>(path);
      output.document({ items });
      if (items.length === 0) return output.say('This call has no recordings.');
      const rows = items.map(({ id, seconds }) => [id, seconds === null ? '-' : `${seconds} s`]);
      for (const line of table([['ID', 'LENGTH'], ...rows])) output.result(line);
      return;
    }
    const one = `${path}/recordings/${pathPart(recording)}`;
    if (isDeletion) {
      output.document(await client.delete<CallView>(one));
      return output.result(`${recording}: deleted.`);
    }
    const sound = await client.open(one, {});
    const file = out ?? recording;
    await saveFile({
      path: resolve(cli.cwd, file),
      bytes: async function* () {
        for await (const part of sound.body ?? []) yield part;
      },
    });
    output.document({ file });
    output.result(`${file}: written`);
  },
};
