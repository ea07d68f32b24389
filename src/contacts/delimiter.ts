const candidates = [',', ';', '\t', '|'] as const;

/** `sep=;`, which spreadsheets take as the delimiter and do not show; a tab may be written as `\t`. */
const statement = /^\s*"?sep=(\\t|[^\p{L}\p{N}"\r\n])"?[,;|\t ]*(?:\r\n|\n|\r|$)/iu;

/** The delimiter of a CSV text, and the length in bytes of the `sep=` line that states it, which is no row. */
export function statedDelimiter(text: string): { delimiter: string; length: number } {
  const stated = statement.exec(text);
  if (!stated) return { delimiter: guessDelimiter(text), length: 0 };
  const [line, sign = ','] = stated;
  const delimiter = sign === String.raw`\t` ? '\t' : sign;
  const rest = text.slice(line.length);
  // A list that was converted since may still state the delimiter it had before.
  const isUsed = headerLine(rest).includes(delimiter);
  return { delimiter: isUsed ? delimiter : guessDelimiter(rest), length: Buffer.byteLength(line) };
}

/** Whether the text holds the whole line of column names, after blank lines and a `sep=` line. */
export function hasHeaderLine(text: string): boolean {
  const rest = text.replace(statement, '').trimStart();
  return rest !== '' && /[\n\r]/.test(rest);
}

/** The delimiter of a CSV text: the one that stands most often in its first line, outside quotes; else a comma. */
function guessDelimiter(text: string): string {
  const unquoted = headerLine(text).replaceAll(/"[^"]*"/g, '');
  let best: { delimiter: string; count: number } = { delimiter: ',', count: 0 };
  for (const delimiter of candidates) {
    const count = unquoted.split(delimiter).length - 1;
    if (count > best.count) best = { delimiter, count };
  }
  return best.delimiter;
}

function headerLine(text: string): string {
  return text.trimStart().split(/[\n\r]/, 1)[0] ?? '';
}
