import { widthOf } from './output.ts';
import type { Output } from './output.ts';

/**
 * Breaks a line between its parts, so that no word is cut by a narrow terminal: after a comma, a semicolon or a run of
 * spaces. Later lines begin with `indent`. A part that is wider than the terminal stays whole.
 */
export function foldLine({
  line,
  columns,
  indent = 8,
}: {
  line: string;
  columns: number;
  indent?: number;
}): string[] {
  const lines: string[] = [];
  let current = '';
  for (const part of line.split(/(?<=[,;] )|(?<=\S)(?= {2})/)) {
    if (current.trim() !== '' && widthOf(`${current}${part.trimEnd()}`) > columns) {
      lines.push(current.trimEnd());
      current = `${' '.repeat(indent)}${part.trimStart()}`;
    } else current += part;
  }
  return [...lines, current.trimEnd()];
}

/** Lines as wide as the terminal; one whole line where a program or a file reads it. */
export function foldedFor(output: Output, line: string): string[] {
  return output.motion ? foldLine({ line, columns: output.columns() }) : [line];
}
