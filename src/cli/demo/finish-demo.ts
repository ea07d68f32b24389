import { join } from 'node:path';
import { campaignPath } from '../api/campaign-path.ts';
import type { Client } from '../api/client.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { foldedFor } from '../terminal/fold-line.ts';
import { callsLine, contactsLine } from '../text/report-lines.ts';
import type { ReportView } from '../text/report-lines.ts';
import { saveResults } from '../run/save-results.ts';
import { cityOf, clockTime, durationText } from '../text/times.ts';
import type { DemoInput } from './demo-input.ts';
import { proveFromJournal } from './journal-proof.ts';

/** Writes the report and the proof from the carrier's own journal. Returns the exit code. */
export async function finish(demo: DemoInput, client: Client, shownMs: number): Promise<ExitCode> {
  const { output, campaign, folder, memory, list, timeZone, interesting } = demo;
  const { definition } = campaign;
  const { name } = definition;
  const report = await client.get<ReportView>(campaignPath(name, '/report'));
  const { proof, isProven, write } = await proveFromJournal({
    client,
    campaigns: [name],
    journal: folder.journal,
    list,
    definition,
    limits: definition.rateLimits,
  });
  const results = join(folder.path, 'results.csv');
  await saveResults({ response: await client.open(campaignPath(name, '/results.csv')), path: results });
  memory.note({ isFinished: true });
  const next = interesting === null ? `status ${name}` : `why ${name} ${interesting}`;
  const span = [report.startedAt, report.endedAt].map((text) => clockTime(Date.parse(text ?? ''), timeZone));
  output.line({ type: 'report', ...report, proof, results });
  output.result();
  for (const line of [
    `${output.paint('bold', name)}  ${report.state}   ${span.join(' to ')} ${cityOf(timeZone)}, shown in ${durationText(shownMs)}`,
    contactsLine({ report, tries: definition.retry.maxAttempts }),
    callsLine({ report }),
  ]) {
    for (const part of foldedFor(output, line)) output.result(part);
  }
  write(output);
  output.say(`Results ${results}`);
  output.say(`Next    ${demo.command} ${next}`);
  return isProven && report.state === 'completed' ? exitCodes.done : exitCodes.fault;
}
