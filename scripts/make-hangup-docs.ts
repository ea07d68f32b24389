/** Writes docs/hangup-causes.md: what each hang-up code of Plivo means here, from the code. `npm run docs`. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { callDispositions } from '../src/channels/voice/call.ts';
import { hangUpCauses } from '../src/channels/voice/hangup-causes.ts';
import type { HangUpCauses, Verdict } from '../src/channels/voice/hangup-causes.ts';
import type { Fault } from '../src/domain/fault.ts';
import { formatPage } from './format-page.ts';

const path = 'docs/hangup-causes.md';

const head = `# Hang-up causes

<!-- Made by scripts/make-hangup-docs.ts from src/channels/voice/hangup-causes.ts. Change that, then \`npm run docs\`. -->

Plivo reports a code for the end of each call
([its list](https://www.plivo.com/docs/voice/troubleshooting/hangup-causes)). The table shows the disposition that a code
becomes, and what follows if the campaign file does not say otherwise
([\`dispositions\`](campaign-file.md#how-often)). The code, its name and its source are kept with the call as received.

Codes that the table does not have exist. For them the status of the call decides: busy, no answer, cancelled, or failed. The
metric \`ringmaster_unknown_causes_total\` counts them. Unlisted codes from 7000 to 8099 are faults of the provider.

| code | what it says | disposition | fault | what follows |
| ---- | ------------ | ----------- | ----- | ------------ |
`;

const faults: Readonly<Record<Fault, string>> = {
  provider: 'the provider: counts for the circuit breaker',
  throttled: 'a limit of the account: uses up no attempt',
  credit: 'credit: pauses the campaign',
  configuration: 'the account or caller ID: pauses the campaign',
};

const routeOf = (name: string): string => callDispositions.find((one) => one.name === name)?.route ?? '';

function meaningOf(verdict: Verdict): readonly [disposition: string, fault: string, route: string] {
  if (verdict === 'by-status') return ['by the status of the call', '', ''];
  if (verdict === 'answered-if-picked-up')
    return ['`answered` if it was picked up, else by the status', '', routeOf('answered')];
  const { disposition, fault } = verdict;
  return [`\`${disposition}\``, fault === null ? '' : faults[fault], routeOf(disposition)];
}

function rowsOf({ causes, verdict }: HangUpCauses): { code: number; row: string }[] {
  return Object.entries(causes).map(([code, what]) => ({
    code: Number(code),
    row: `| ${[code, what, ...meaningOf(verdict)].join(' | ')} |`,
  }));
}

export async function makeHangUpDocs(): Promise<string> {
  const rows = hangUpCauses.flatMap(rowsOf).sort((left, right) => left.code - right.code);
  return formatPage(`${head}${rows.map(({ row }) => row).join('\n')}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL(`../${path}`, import.meta.url), await makeHangUpDocs());
}
