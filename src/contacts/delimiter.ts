const candidates = [',', ';', '\t', '|'] as const;

/** The delimiter of a CSV text: the one that stands most often in its first line, outside quotes; else a comma. */
export function guessDelimiter(text: string): string {
  const line = text.trimStart().split(/[\n\r]/, 1)[0] ?? '';
  const unquoted = line.replaceAll(/"[^"]*"/g, '');
  let best: { delimiter: string; count: number } = { delimiter: ',', count: 0 };
  for (const delimiter of candidates) {
    const count = unquoted.split(delimiter).length - 1;
    if (count > best.count) best = { delimiter, count };
  }
  return best.delimiter;
}
