import type { Output } from './output.ts';
import { fitted, widthOf } from './output.ts';

/** A few lines at the bottom that are drawn over, below lines that stay. */
export type Screen = {
  /** Shows these lines in place of the last ones; without a terminal nothing is shown. */
  draw: (lines: readonly string[]) => void;
  /** Writes a line that stays. */
  print: (line?: string) => void;
  /** Takes the moving lines away. */
  clear: () => void;
};

export function createScreen({ output }: { output: Output }): Screen {
  const { people, motion } = output;
  let shown: readonly string[] = [];

  /** A terminal that became narrower breaks the lines that are there, so that they take more rows than they are. */
  const rowsShown = (): number =>
    shown.reduce((rows, line) => rows + Math.max(1, Math.ceil(widthOf(line) / output.columns())), 0);
  const erase = (): string => (shown.length === 0 ? '' : `\u001b[${rowsShown()}A\r\u001b[J`);
  const fit = (line: string): string => {
    const columns = output.columns() - 1;
    return widthOf(line) <= columns ? line : cut(line, columns);
  };
  const show = (before: string, lines: readonly string[]): void => {
    const text = `${erase()}${before}${lines.map((line) => `${line}\n`).join('')}`;
    shown = lines;
    if (text !== '') people.write(text);
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
      // Drawn again below it, as wide as the terminal is now.
      show(lines.map((part) => `${part}\n`).join(''), shown.map(fit));
    },
    clear: () => show('', []),
  };
}

/** Cuts a line to so many columns; escape sequences take none and are kept whole. */
function cut(line: string, columns: number): string {
  // eslint-disable-next-line no-control-regex
  const parts = line.split(/(\u001b\[[0-9;]*m)/);
  let left = columns - 1;
  const kept = parts.map((part, index) => {
    if (index % 2 === 1) return part;
    const characters = [...part];
    const text = characters.slice(0, Math.max(0, left)).join('');
    left -= characters.length;
    return text;
  });
  return `${kept.join('')}…`;
}
