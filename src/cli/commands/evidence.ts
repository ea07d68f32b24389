import { resolve } from 'node:path';
import { verifyEvidence } from '../../evidence/index.ts';
import { evidenceLines } from '../evidence/evidence-lines.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { saveFile } from '../folder/save-file.ts';
import type { Verb } from '../verb.ts';

export const evidence: Verb = {
  name: 'evidence',
  takes: '<contact>',
  summary: 'Everything that is known of one person, with the proof that it is in the log',
  description:
    'The person is found by contact id, phone number, email address or external id, in all campaigns of a client. The file has one JSON object per line: contacts, verdicts of rules, suppressions, attempts with the records of the provider, messages, and every event. It proves of each event that it is in the log, and has nothing of other contacts but hashes. The file is checked before the command ends; anyone can check it again with: ringmaster verify FILE',
  options: [
    { flags: '-o, --out <file>', what: 'write to this file instead of stdout' },
    { flags: '--client <client>', what: 'the client whose campaigns are searched (default: default)' },
    { flags: '--campaign <campaign>', what: 'only the contact of this campaign, by name or id' },
  ],
  examples: [
    { line: 'ringmaster evidence +12025550147 --out anna.jsonl', what: 'all campaigns, into a file' },
    { line: 'ringmaster evidence id:4711 --campaign spring-checkup', what: 'one campaign, to stdout' },
  ],
  async run({ cli, output, args, options, connect }): Promise<ExitCode> {
    const client = await connect({ reads: true });
    const answer = await client.open('/v1/evidence', {
      query: {
        contact: args[0],
        client: options.text('client'),
        campaign: options.text('campaign'),
      },
      headers: { accept: 'application/x-ndjson' },
    });
    const text = await answer.text();
    const out = options.text('out');
    if (out === undefined) {
      output.data(text);
      return exitCodes.done;
    }
    const { verification } = verifyEvidence(text);
    const path = resolve(cli.cwd, out);
    await saveFile({
      path,
      bytes: async function* () {
        yield Buffer.from(text);
      },
    });
    const { logs, contacts, lines } = verification;
    const heads = logs.map(({ of, log, events, head, proved }) => ({ of, log, events, head, proved }));
    output.document({ file: out, lines, contacts, logs: heads });
    output.result(`${out}: ${lines} lines`);
    for (const line of evidenceLines(verification)) output.result(line);
    return verification.ok ? exitCodes.done : exitCodes.logBroken;
  },
};
