import { resolve } from 'node:path';
import { campaignPath, clientOption } from '../api/campaign-path.ts';
import type { Client } from '../api/client.ts';
import { usageError } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { verificationLine } from '../text/verification-line.ts';
import type { Verb } from '../verb.ts';
import type { CampaignListView, LogVerificationView } from '../api/views.ts';

const pageSize = 100;

export const verify: Verb = {
  name: 'verify',
  takes: '[campaign-or-file]',
  summary: 'Check that the logs of campaigns, or a file of evidence, were not changed',
  description: `Reads the whole event log of one campaign, or of every campaign. Every event must exist, and each stored part must match the hash that links it to the previous one. State and counters are compared with the log. Exit code ${exitCodes.logBroken} if anything differs. Single calls are in the campaign named direct. An argument with a dot or a slash is a file that ringmaster evidence has written. It is checked without a service: each line must be unchanged, and the events must lead to the hash at the end of their log.`,
  options: [
    clientOption,
    {
      flags: '--compare',
      what: 'of a file: also compare it with the service, which finds lines that were left out',
    },
    { flags: '--head <hash>', what: 'of a file: this hash, which you have kept, must be in one of its logs' },
  ],
  examples: [
    { line: 'ringmaster verify', what: 'every campaign, one line each' },
    {
      line: 'ringmaster verify spring-checkup --json',
      what: 'one campaign, with the hash at the end of its log',
    },
    { line: 'ringmaster verify anna.jsonl', what: 'a file of evidence, on any machine' },
    { line: 'ringmaster verify anna.jsonl --compare', what: 'the file against the service' },
  ],
  async run(input): Promise<ExitCode> {
    const { output, args, options, connect } = input;
    const [name = ''] = args;
    // Names and ids of campaigns have neither.
    if (/[./\\]/.test(name)) {
      const { verifyFile } = await import('../evidence/verify-file.ts');
      return verifyFile(input, { at: resolve(input.cli.cwd, name), path: name });
    }
    for (const option of ['compare', 'head'])
      if (options.flag(option) || options.text(option) !== undefined)
        throw usageError(
          `--${option} needs a file of evidence.`,
          'Name the file: ringmaster verify anna.jsonl',
        );
    const client = await connect({ reads: true });
    const asked = options.text('client');
    const found: LogVerificationView[] = [];
    for await (const { path, query } of campaignsToVerify(client, { name: args[0], client: asked })) {
      const answer = await client.get<LogVerificationView>(path, { query });
      output.result(verificationLine(answer));
      found.push(answer);
    }
    output.document({ items: found });
    if (found.length === 0) output.say('There are no campaigns yet.');
    return found.every(({ ok }) => ok) ? exitCodes.done : exitCodes.logBroken;
  },
};

type Target = { path: string; query: Readonly<Record<string, string | undefined>> };

/** Yields the named campaign, or every campaign. */
async function* campaignsToVerify(
  client: Client,
  { name, client: asked }: { name: string | undefined; client: string | undefined },
): AsyncGenerator<Target, void, undefined> {
  const verification = '/events/verification';
  if (name !== undefined) {
    yield { path: campaignPath(name, verification), query: { client: asked } };
    return;
  }
  let after: string | undefined;
  do {
    const page = await client.get<CampaignListView>('/v1/campaigns', {
      query: { client: asked, after, limit: pageSize },
    });
    for (const { id } of page.items) yield { path: campaignPath(id, verification), query: {} };
    after = page.next ?? undefined;
  } while (after !== undefined);
}
