import { usualForm } from '../../domain/contact/list-form.ts';
import type { ListForm } from '../../domain/contact/list-form.ts';

const candidates = [',', ';', '\t', '|'] as const;

/** `sep=;`, which spreadsheets take as the delimiter and do not show; a tab may be written as `\t`. */
const statement = /^\s*"?sep=(\\t|[^\p{L}\p{N}"\r\n])"?[,;|\t ]*(?:\r\n|\n|\r|$)/iu;

/**
 * How a CSV text is delimited, from a beginning that `hasHeaderLine`, and the length in bytes of the `sep=` line that may
 * state it, which is no row.
 */
export function readDelimiters(text: string): Omit<ListForm, 'bom' | 'encoding'> & { length: number } {
  const lineEnd = lineEndOf(text)?.sign ?? usualForm.lineEnd;
  const stated = statement.exec(text);
  if (!stated) return { delimiter: guessDelimiter(text), stated: false, lineEnd, length: 0 };
  const [line, sign = ','] = stated;
  const delimiter = sign === String.raw`\t` ? '\t' : sign;
  const rest = text.slice(line.length);
  // A list that was converted since may still state the delimiter it had before.
  const isUsed = headerLine(rest).includes(delimiter);
  return {
    delimiter: isUsed ? delimiter : guessDelimiter(rest),
    stated: isUsed,
    lineEnd: lineEndOf(rest)?.sign ?? lineEnd,
    length: Buffer.byteLength(line),
  };
}

/** Whether the text holds the whole line of column names, after blank lines and a `sep=` line. */
export function hasHeaderLine(text: string): boolean {
  const rest = text.replace(statement, '').trimStart();
  return rest !== '' && (lineEndOf(rest) !== null || rest.length > mostHeader);
}

/** A quote in the header that is never closed must not collect the whole list. */
const mostHeader = 65_536;

/** The first line end outside quotes; null where there is none, or only a `\r` that may be half of `\r\n`. */
function lineEndOf(text: string): { sign: ListForm['lineEnd']; at: number } | null {
  for (const { 0: found, index } of text.matchAll(/"[^"]*(?:"|$)|\r\n|\n|\r(?!$)/g)) {
    if (found === '\r\n' || found === '\n' || found === '\r') return { sign: found, at: index };
  }
  return null;
}

/** The delimiter of a CSV text: the one that stands most often in its header, outside quotes; else a comma. */
function guessDelimiter(text: string): string {
  const unquoted = headerLine(text).replaceAll(/"[^"]*"/g, '');
  let best: { delimiter: string; count: number } = { delimiter: ',', count: 0 };
  for (const delimiter of candidates) {
    const count = unquoted.split(delimiter).length - 1;
    if (count > best.count) best = { delimiter, count };
  }
  return best.delimiter;
}

/** Up to the first line end outside quotes; where a quote is not closed, to the first of all. */
function headerLine(text: string): string {
  const start = text.trimStart();
  const end = lineEndOf(start);
  return end ? start.slice(0, end.at) : (start.split(/[\n\r]/, 1)[0] ?? '');
}
