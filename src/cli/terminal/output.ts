import { stripVTControlCharacters, styleText } from 'node:util';
import stringWidth from 'string-width';

/** Where a command may write. Process streams fit; so does anything with these members. */
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
  /** A line of the result, on stdout; nothing is written in JSON mode. */
  result: (line?: string) => void;
  /** A line about progress, a notice or a next step, on stderr. */
  say: (line?: string) => void;
  /** The one document of a command; written in JSON mode only. */
  document: (value: unknown) => void;
  /** One line of JSON of many; written in JSON mode only. */
  line: (value: unknown) => void;
  /** Data that is neither, such as a CSV file. */
  data: (text: string) => void;
  /** Colours are removed again where the stream that a line goes to is not a terminal, unless they are forced. */
  paint: (style: Style, text: string) => string;
  /** Whether the screen may be drawn over. */
  motion: boolean;
  /** The width of the terminal that progress is drawn on. */
  columns: () => number;
  /** The width that lines of the result may have; endless where they go to a file or a pipe. */
  width: () => number;
  people: TextStream;
};

/** What the environment asks for: colours on a terminal (`auto`), everywhere or nowhere; and whether lines may move. */
type TerminalWishes = { color: 'auto' | 'always' | 'never'; motion: boolean };

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
  wishes: TerminalWishes;
}): Output {
  const isTerminal = stderr.isTTY === true;
  const hasColor = (stream: TextStream): boolean =>
    wishes.color === 'always' || (wishes.color === 'auto' && stream.isTTY === true);
  const isPainted = hasColor(stdout) || hasColor(stderr);
  const writeLine = (stream: TextStream, text: string): void => {
    const line = hasColor(stream) ? text : stripVTControlCharacters(text);
    if (stream.isTTY !== true) return void stream.write(`${line}\n`);
    for (const part of fitted({ line, width: stream.columns || usualColumns })) stream.write(`${part}\n`);
  };
  return {
    json,
    result: (line = '') => (json ? undefined : writeLine(stdout, line)),
    say: (line = '') => writeLine(stderr, line),
    document: (value) => void (json && stdout.write(`${JSON.stringify(value, null, 2)}\n`)),
    line: (value) => void (json && stdout.write(`${JSON.stringify(value)}\n`)),
    data: (text) => void stdout.write(text),
    // Node would ask its own streams and environment; which colours are wanted is known here.
    paint: (style, text) => (isPainted ? styleText(style, text, { validateStream: false }) : text),
    motion: isTerminal && wishes.motion,
    columns: () => (stderr.columns ? stderr.columns : usualColumns),
    width: () => (stdout.isTTY === true ? stdout.columns || usualColumns : Infinity),
    people: stderr,
  };
}

/** A text from outside, such as a name on a list, without the characters that control a terminal. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
}

/** A text in lines of at most `width` columns, broken between words; a longer word has a line of its own. */
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

/** `Contacts  292 = …`: the rest of such a line is indented to what follows its name. */
const namedLine = /^(?:\p{L}+ {2,}| +(?:\S+ {2,})?)/u;

/** Breaks a line between words so that a terminal need not. Later lines are indented. */
export function fitted({ line, width }: { line: string; width: number }): string[] {
  if (stringWidth(line) <= width) return [line];
  const head = namedLine.exec(stripVTControlCharacters(line))?.[0] ?? '  ';
  const indent = ' '.repeat(stringWidth(head) <= width / 2 ? stringWidth(head) : 2);
  return wrapped({ text: line, width, indent });
}

/** Rows in columns that are as wide as their widest cell; the first row is the heading. */
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

/** A table that fits: where it is too wide its last columns are left out, but never the first two. */
export function tableWithin(rows: readonly (readonly string[])[], width: number): string[] {
  const lines = table(rows);
  const columns = Math.max(...rows.map((row) => row.length));
  if (columns <= 2 || Math.max(...lines.map((line) => stringWidth(line))) <= width) return lines;
  return tableWithin(
    rows.map((row) => row.slice(0, columns - 1)),
    width,
  );
}
