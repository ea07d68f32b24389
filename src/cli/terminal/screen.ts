import stringWidth from 'string-width';
import { characters, rowsOf } from './characters.ts';
import type { Output } from './output.ts';
import { fitted } from './output.ts';

/** A block of lines at the bottom of the terminal that is overwritten, below permanent lines. */
export type Screen = {
  /** Replaces the lines of the block. Without a terminal nothing is shown. */
  draw: (lines: readonly string[]) => void;
  /** Writes a permanent line. */
  print: (line?: string) => void;
  /** Removes the block. */
  clear: () => void;
};

export function createScreen({ output }: { output: Output }): Screen {
  const { terminal, motion } = output;
  let shown: readonly string[] = [];

  /**
   * Returns the current number of rows of the block. A terminal that became narrower has broken its lines into more
   * rows.
   */
  const rowsShown = (): number =>
    shown.reduce((rows, line) => rows + rowsOf({ line, columns: output.columns() }), 0);
  const erase = (): string => (shown.length === 0 ? '' : `\u001b[${rowsShown()}A\r\u001b[J`);
  const fit = (line: string): string => cut({ line, columns: output.columns() - 1 });
  const show = (before: string, lines: readonly string[]): void => {
    const text = `${erase()}${before}${lines.map((line) => `${line}\n`).join('')}`;
    shown = lines;
    if (text !== '') terminal.write(text);
  };

  return {
    draw(lines) {
      if (!motion) return;
      const fitting = lines.map(fit);
      if (fitting.length === shown.length && fitting.every((line, index) => line === shown[index])) return;
      show('', fitting);
    },
    print(line = '') {
      const lines = motion ? fitted({ line, width: output.columns() }) : [line];
      // The block is drawn again below the line, at the current width.
      show(lines.map((part) => `${part}\n`).join(''), shown.map(fit));
    },
    clear: () => show('', []),
  };
}

/** Cuts a line that is too wide. Escape sequences have no width and are kept. */
function cut({ line, columns }: { line: string; columns: number }): string {
  if (stringWidth(line) <= columns) return line;
  // eslint-disable-next-line no-control-regex
  const parts = line.split(/(\u001b\[[0-9;]*m)/);
  let left = columns - 1;
  const kept = parts.map((part, index) => {
    if (index % 2 === 1) return part;
    let text = '';
    for (const character of characters(part)) {
      left -= stringWidth(character);
      if (left < 0) break;
      text += character;
    }
    return text;
  });
  return `${kept.join('')}…`;
}
