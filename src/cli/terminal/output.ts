import { stripVTControlCharacters, styleText } from 'node:util';
import stringWidth from 'string-width';

/** A stream to which a command writes, such as a stream of the process. */
export type TextStream = {
  write: (text: string) => unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
};

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** The two channels of a command: its result on stdout, progress and notices on stderr. */
export type Output = {
  /** Whether the result is JSON: one document, or one object per line. */
  json: boolean;
  /** Writes a line of the result to stdout. Nothing is written in JSON mode. */
  result: (line?: string) => void;
  /** Writes a line to stderr: progress, a notice or a suggestion. */
  say: (line?: string) => void;
  /** Writes the document of a command. Only in JSON mode. */
  document: (value: unknown) => void;
  /** Writes one of many lines of JSON. Only in JSON mode. */
  line: (value: unknown) => void;
  /** Writes other data, such as a CSV file, to stdout. */
  data: (text: string) => void;
  /**
   * Adds a style to a text. Styles are removed when a line is written to a stream without a terminal, unless colours
   * are forced.
   */
  paint: (style: Style, text: string) => string;
  /** Whether lines on the terminal may be overwritten. */
  motion: boolean;
  /** Returns the width of the terminal for progress. */
  columns: () => number;
  /** Returns the maximum width of lines of the result; Infinity for a file or a pipe. */
  width: () => number;
  terminal: TextStream;
};

/**
 * The settings of the environment: colours on a terminal (`auto`), always or never, and whether lines may be
 * overwritten.
 */
type TerminalSettings = { color: 'auto' | 'always' | 'never'; motion: boolean };

const defaultColumns = 100;

export function createOutput({
  stdout,
  stderr,
  json,
  wishes: settings,
}: {
  stdout: TextStream;
  stderr: TextStream;
  json: boolean;
  wishes: TerminalSettings;
}): Output {
  const isTerminal = stderr.isTTY === true;
  const hasColor = (stream: TextStream): boolean =>
    settings.color === 'always' || (settings.color === 'auto' && stream.isTTY === true);
  const isPainted = hasColor(stdout) || hasColor(stderr);
  const writeLine = (stream: TextStream, text: string): void => {
    const line = hasColor(stream) ? text : stripVTControlCharacters(text);
    if (stream.isTTY !== true) return void stream.write(`${line}\n`);
    for (const part of fitted({ line, width: stream.columns || defaultColumns })) stream.write(`${part}\n`);
  };
  return {
    json,
    result: (line = '') => (json ? undefined : writeLine(stdout, line)),
    say: (line = '') => writeLine(stderr, line),
    document: (value) => void (json && stdout.write(`${JSON.stringify(value, null, 2)}\n`)),
    line: (value) => void (json && stdout.write(`${JSON.stringify(value)}\n`)),
    data: (text) => void stdout.write(text),
    // Node's own check of stream and environment is disabled, because `wishes` decides.
    paint: (style, text) => (isPainted ? styleText(style, text, { validateStream: false }) : text),
    motion: isTerminal && settings.motion,
    columns: () => (stderr.columns ? stderr.columns : defaultColumns),
    width: () => (stdout.isTTY === true ? stdout.columns || defaultColumns : Infinity),
    terminal: stderr,
  };
}

/** Returns a text of unknown origin, such as a name on a list, without terminal control characters. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
}

/** Returns a text in lines with a maximum of `width` columns, broken between words. A longer word has its own line. */
export function wrapped({
  text,
  width,
  indent = '',
}: {
  text: string;
  width: number;
  indent?: string;
}): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = `${last ?? ''} ${word}`;
    if (last !== undefined && stringWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(last === undefined ? word : `${indent}${word}`);
  }
  return lines.map((line) => line.trimEnd());
}

/** A line such as `Contacts 292 = …`. Its continuation is indented to the text after the name. */
const namedLine = /^(?:\p{L}+ {2,}| +(?:\S+ {2,})?)/u;

/** Breaks a line between words at the width of the terminal. Lines after the first are indented. */
export function fitted({ line, width }: { line: string; width: number }): string[] {
  if (stringWidth(line) <= width) return [line];
  const head = namedLine.exec(stripVTControlCharacters(line))?.[0] ?? '  ';
  const indent = ' '.repeat(stringWidth(head) <= width / 2 ? stringWidth(head) : 2);
  return wrapped({ text: line, width, indent });
}

/** Returns rows as lines with aligned columns. The first row is the heading. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - stringWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** Returns a table that fits the width. If it is too wide, the last columns are omitted, except the first two. */
export function tableWithin(rows: readonly (readonly string[])[], width: number): string[] {
  const lines = table(rows);
  const columns = Math.max(...rows.map((row) => row.length));
  if (columns <= 2 || Math.max(...lines.map((line) => stringWidth(line))) <= width) return lines;
  return tableWithin(
    rows.map((row) => row.slice(0, columns - 1)),
    width,
  );
}
