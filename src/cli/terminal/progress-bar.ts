import type { Output } from './output.ts';
import { createScreen } from './screen.ts';

export const usualBarWidth = 24;

/** `██████░░░░` for a fraction between 0 and 1; full only when it is. */
export function bar({ fraction, width = usualBarWidth }: { fraction: number; width?: number }): string {
  const clamped = Math.min(1, Math.max(0, fraction));
  const filled = clamped === 1 ? width : Math.min(width - 1, Math.floor(clamped * width));
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** Whole per cent, rounded down, so that 100 means all. */
export function percentText(fraction: number): string {
  return `${Math.floor(Math.min(1, Math.max(0, fraction)) * 100 + 1e-9)} %`;
}

/** A bar for one long piece of work of known size. */
export type ProgressBar = { at: (done: number, note?: string) => void; end: () => void };

/** Shows a bar on a terminal, a line at each quarter elsewhere, and nothing in JSON mode. */
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
