import { stripVTControlCharacters } from 'node:util';

/** Where a command may write. Process streams fit; so does anything with these members. */
export type TextStream = {
  write: (text: string) => unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
};

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** The two channels of a command: data for programs on stdout, text for people on stderr. */
export type Output = {
  /** Whether a program is listening: one JSON document, or lines of JSON, on stdout. */
  json: boolean;
  /** A line for people. */
  say: (line?: string) => void;
  /** The one document of a command; written in JSON mode only. */
  document: (value: unknown) => void;
  /** One line of JSON of many; written in JSON mode only. */
  line: (value: unknown) => void;
  /** Data that is neither, such as a CSV file. */
  data: (text: string) => void;
  paint: (style: Style, text: string) => string;
  /** Whether the screen may be drawn over. */
  motion: boolean;
  columns: () => number;
  people: TextStream;
};

const sequences: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  green: [32, 39],
  red: [31, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};
const usualColumns = 100;

export function createOutput({
  stdout,
  stderr,
  json,
  wishes,
}: {
  stdout: TextStream;
  stderr: TextStream;
  json: boolean;
  wishes: { color: boolean; motion: boolean };
}): Output {
  const isTerminal = stderr.isTTY === true;
  const color = isTerminal && wishes.color;
  return {
    json,
    say: (line = '') => void stderr.write(`${line}\n`),
    document: (value) => void (json && stdout.write(`${JSON.stringify(value, null, 2)}\n`)),
    line: (value) => void (json && stdout.write(`${JSON.stringify(value)}\n`)),
    data: (text) => void stdout.write(text),
    paint(style, text) {
      const [on, off] = sequences[style];
      return color ? `\u001b[${on}m${text}\u001b[${off}m` : text;
    },
    motion: isTerminal && wishes.motion,
    columns: () => (stderr.columns ? stderr.columns : usualColumns),
    people: stderr,
  };
}

/** How many columns a text takes, colours apart. */
export function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** Rows in columns that are as wide as their widest cell; the first row is the heading. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  );
}
