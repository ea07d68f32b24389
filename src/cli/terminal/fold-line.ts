import stringWidth from 'string-width';
import type { Output } from './output.ts';

/**
 * Breaks a line so that no word is cut by a narrow terminal: after a comma, a semicolon or a run of spaces, and between
 * the words of a part that is itself too wide. Later lines begin with `indent`. A word that is wider than the terminal
 * stays whole.
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

/** Lines as wide as the terminal; one whole line where a program or a file reads it. */
export function foldedFor(output: Output, line: string): string[] {
  return output.motion ? foldLine({ line, columns: output.columns() }) : [line];
}
