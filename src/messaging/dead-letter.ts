import type { DeadLetter, ResultVerdict } from './contract.ts';
import { largestResult, textOf } from './result-text.ts';

/** Returns what is stored about a message that is given up. */
export function deadLetterOf(
  body: Uint8Array,
  { reason, detail }: Extract<ResultVerdict, { kind: 'dead' }>,
): DeadLetter {
  return { reason, detail, bytes: body.length, body: body.length > largestResult ? null : textOf(body) };
}
