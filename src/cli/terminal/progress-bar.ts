import type { Output } from './output.ts';
import { createScreen } from './screen.ts';

export const defaultBarWidth = 24;

/** Returns `██████░░░░` for a fraction between 0 and 1. It is full only for 1. */
export function bar({ fraction, width = defaultBarWidth }: { fraction: number; width?: number }): string {
  const clamped = Math.min(1, Math.max(0, fraction));
  const filled = clamped === 1 ? width : Math.min(width - 1, Math.floor(clamped * width));
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** Returns the whole percentage, rounded down, so that 100 % means all. */
export function percentText(fraction: number): string {
  return `${Math.floor(Math.min(1, Math.max(0, fraction)) * 100 + 1e-9)} %`;
}

/** A progress bar for work of known size. */
export type ProgressBar = { at: (done: number, note?: string) => void; end: () => void };

/** Creates a progress bar. Without a terminal it writes a line at each quarter; in JSON mode it writes nothing. */
export function createProgressBar({
  output,
  label,
  total,
}: {
  output: Output;
  label: string;
  total: number;
}): ProgressBar {
  const screen = createScreen({ output });
  let quarter = 0;
  const fractionOf = (done: number): number => (total > 0 ? done / total : 1);
  return {
    at(done, note = '') {
      const fraction = fractionOf(done);
      screen.draw([`${label} ${bar({ fraction })} ${percentText(fraction)} ${note}`.trimEnd()]);
      if (output.motion || output.json) return;
      const reached = Math.floor(fraction * 4);
      if (reached <= quarter || reached >= 4) return;
      quarter = reached;
      output.say(`${label} ${percentText(fraction)} ${note}`.trimEnd());
    },
    end: () => screen.clear(),
  };
}
