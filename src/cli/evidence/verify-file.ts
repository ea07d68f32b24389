import { readFileSync, statSync } from 'node:fs';
import { RingmasterError } from '../../domain/errors.ts';
import { compareEvidence, verifyEvidence } from '../../evidence/index.ts';
import type { EvidenceVerification, Fault } from '../../evidence/index.ts';
import type { Client } from '../api/client.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { unreadable } from '../folder/file-errors.ts';
import type { VerbInput } from '../verb.ts';
import { evidenceLines, faultLines } from './evidence-lines.ts';

type Verified = ReturnType<typeof verifyEvidence>;
type LogOf = EvidenceVerification['logs'][number];

/** The maximum size of a file, in bytes. */
const largest = 256 * 1024 * 1024;

/**
 * Checks a file of evidence: by itself; with `head`, that a hash which someone has kept is in one of its logs; with `against`,
 * that the service has the same.
 */
export async function verifyFile(
  { output, options, connect }: Pick<VerbInput, 'output' | 'options' | 'connect'>,
  /** The absolute path, and the path as it was written. */
  { at, path }: { at: string; path: string },
): Promise<ExitCode> {
  const file = verifyEvidence(readText({ at, path }));
  const { verification } = file;
  const head = options.text('head');
  const faults = [
    ...verification.faults,
    ...(head === undefined ? [] : headFaults(file, head)),
    ...(options.flag('compare') ? await differences(await connect({ reads: true }), file) : []),
  ];
  const ok = faults.length === 0;
  output.document({
    ...verification,
    file: path,
    ok,
    faults,
    logs: verification.logs.map(logDocument),
  });
  if (ok) {
    const { client, asOf, lines } = verification;
    output.result(`${path}: ${lines} lines of client ${client} as of ${asOf}, unchanged`);
    for (const line of evidenceLines(verification)) output.result(line);
    if (!options.flag('compare'))
      output.say(
        'The file agrees with itself. That its hashes are those of the service is shown by --compare, or by --head with a hash that you have kept.',
      );
  } else for (const line of faultLines(faults)) output.result(`${path}: ${line}`);
  return ok ? exitCodes.done : exitCodes.logBroken;
}

/** The hashes of all parts are too many for an answer, and the faults are those of the file. */
function logDocument({ of, log, begins, events, head, proved, unproved }: LogOf) {
  return { of, log, begins, events, head, proved, unproved };
}

function readText({ at, path }: { at: string; path: string }): string {
  try {
    if (statSync(at).size > largest) throw tooLarge(path);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(at));
  } catch (error) {
    if (error instanceof TypeError) throw notText(path);
    throw unreadable(path, error);
  }
}

function headFaults({ verification: { logs } }: Verified, head: string): Fault[] {
  const isKnown = logs.some((log) => log.head === head || [...log.hashes.values()].includes(head));
  return isKnown ? [] : [{ line: null, detail: `no log of the file has the hash ${head}` }];
}

/** Reads the evidence of the same contacts from the service. */
async function differences(client: Client, file: Verified): Promise<Fault[]> {
  const { contacts, campaign, client: owner } = file.verification;
  const [first] = contacts;
  if (!first)
    return [{ line: null, detail: 'the file has no contact that the service could be asked about' }];
  const answer = await client.open('/v1/evidence', {
    query: { contact: first.id, client: owner, ...(campaign !== null && { campaign }) },
    headers: { accept: 'application/x-ndjson' },
  });
  return compareEvidence({ file, now: verifyEvidence(await answer.text()) });
}

function notText(path: string): RingmasterError {
  return new RingmasterError({
    code: 'evidence.unreadable',
    family: 'invalid',
    message: `${path} is not a file of evidence: it is no text in UTF-8.`,
    hint: 'Use a file that ringmaster evidence has written.',
  });
}

function tooLarge(path: string): RingmasterError {
  return new RingmasterError({
    code: 'evidence.too-large',
    family: 'invalid',
    message: `${path} is larger than ${largest / 1024 / 1024} MB, so it is not read.`,
    hint: 'Make the file again for one campaign: ringmaster evidence CONTACT --campaign CAMPAIGN',
  });
}
