import { usualForm } from '../../domain/contact/list-form.ts';
import type { ListForm } from '../../domain/contact/list-form.ts';

const candidates = [',', ';', '\t', '|'] as const;

/** `sep=;` sets the delimiter, and spreadsheets do not show the line. A tab may be written as `\t`. */
const statement = /^\s*"?sep=(\\t|[^\p{L}\p{N}"\r\n])"?[,;|\t ]*(?:\r\n|\n|\r|$)/iu;

/**
 * Returns how a CSV text is delimited. The text is a beginning of the list for which `hasHeaderLine` is true.
 * `length` is the size in bytes of its `sep=` line, which is not a row; 0 without one.
 */
export function readDelimiters(text: string): Omit<ListForm, 'bom' | 'encoding'> & { length: number } {
  const lineEnd = lineEndOf(text)?.sign ?? usualForm.lineEnd;
  const stated = statement.exec(text);
  if (!stated) return { delimiter: guessDelimiter(text), stated: false, lineEnd, length: 0 };
  const [line, sign = ','] = stated;
  const delimiter = sign === String.raw`\t` ? '\t' : sign;
  const rest = text.slice(line.length);
  // A list that was converted later may still state its old delimiter.
  const isUsed = headerLine(rest).includes(delimiter);
  return {
    delimiter: isUsed ? delimiter : guessDelimiter(rest),
    stated: isUsed,
    lineEnd: lineEndOf(rest)?.sign ?? lineEnd,
    length: Buffer.byteLength(line),
  };
}

/** Whether the text contains the whole line of column names, after blank lines and a `sep=` line. */
export function hasHeaderLine(text: string): boolean {
  const rest = text.replace(statement, '').trimStart();
  return rest !== '' && (lineEndOf(rest) !== null || rest.length > maxHeader);
}

/** The maximum length of a header, so that an unclosed quote in it does not collect the whole list. */
const maxHeader = 65_536;

/**
 * Returns the first line end outside quotes; null if there is none, or only a final `\r` that may be half of `\r\n`.
 */
function lineEndOf(text: string): { sign: ListForm['lineEnd']; at: number } | null {
  for (const { 0: found, index } of text.matchAll(/"[^"]*(?:"|$)|\r\n|\n|\r(?!$)/g)) {
    if (found === '\r\n' || found === '\n' || found === '\r') return { sign: found, at: index };
  }
  return null;
}

/** Returns the candidate that occurs most often in the header, outside quotes; a comma if none occurs. */
function guessDelimiter(text: string): string {
  const unquoted = headerLine(text).replaceAll(/"[^"]*"/g, '');
  let best: { delimiter: string; count: number } = { delimiter: ',', count: 0 };
  for (const delimiter of candidates) {
    const count = unquoted.split(delimiter).length - 1;
    if (count > best.count) best = { delimiter, count };
  }
  return best.delimiter;
}

/**
 * Returns the text up to the first line end outside quotes; up to the first line end of all if a quote is not closed.
 */
function headerLine(text: string): string {
  const start = text.trimStart();
  const end = lineEndOf(start);
  return end ? start.slice(0, end.at) : (start.split(/[\n\r]/, 1)[0] ?? '');
}
