import type { z } from 'zod';
import { reportedResultSchema } from '../../domain/attempt/reported-result.ts';
import type { DeadReason, ResultVerdict } from '../../messaging/contract.ts';
import { largestResult, textOf } from '../../messaging/contract.ts';

export type Report = z.output<typeof reportedResultSchema>;
type Dead = Extract<ResultVerdict, { kind: 'dead' }>;

export function dead(reason: DeadReason, detail: string): Dead {
  return { kind: 'dead', reason, detail };
}

/** Reads a message on `calls.results`, or says why it is none. The reason names fields, never their values. */
export function readReport(body: Uint8Array): { report: Report } | { dead: Dead } {
  if (body.length > largestResult)
    return { dead: dead('oversized', `it has ${body.length} bytes; the maximum is ${largestResult}`) };
  const json = parse(body);
  if (json === undefined) return { dead: dead('malformed', 'it is not JSON in UTF-8') };
  const read = reportedResultSchema.safeParse(json);
  if (read.success) return { report: read.data };
  const [issue] = read.error.issues;
  const unknown = read.error.issues.some(({ code }) => code === 'unrecognized_keys');
  const at = issue?.path.join('.') ?? '';
  const where = at === '' ? 'the message' : at;
  if (unknown) return { dead: dead('unknown-field', `${where} has a field that is not defined`) };
  return { dead: dead('malformed', `${where} is not valid`) };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(body) ?? '');
  } catch {
    return undefined;
  }
}
