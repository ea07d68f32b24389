import stringWidth from 'string-width';
import type { Output } from './output.ts';

/**
 * Breaks a line for a narrow terminal: after a comma, a semicolon or several spaces, and between the words of a part
 * that is too wide. Lines after the first begin with `indent` spaces. A word that is wider than the terminal is not
 * cut.
 */
export function foldLine({
  line,
  columns,
  indent = 10,
}: {
  line: string;
  columns: number;
  indent?: number;
}): string[] {
  const lines: string[] = [];
  let current = '';
  const fits = (text: string): boolean => stringWidth(`${current}${text.trimEnd()}`) <= columns;
  const add = (text: string): void => {
    if (current.trim() !== '' && !fits(text)) {
      lines.push(current.trimEnd());
      current = ' '.repeat(indent);
    }
    current += current.trim() === '' && lines.length > 0 ? text.trimStart() : text;
  };
  for (const part of line.split(/(?<=[,;] )|(?<=\S)(?= {2})/)) {
    const isTooWide = indent + stringWidth(part.trim()) > columns;
    for (const piece of isTooWide ? part.split(/(?<=\S )(?=\S)/) : [part]) add(piece);
  }
  return [...lines, current.trimEnd()];
}

/** Returns lines that fit the terminal; one whole line without a terminal. */
export function foldedFor(output: Output, line: string): string[] {
  return output.motion ? foldLine({ line, columns: output.columns() }) : [line];
}
