import type { Row } from '../support/row.ts';

/** A figure that is compared: found in what a scenario prints, so that an older checkout can be asked too. */
type FigureKind = { name: string; pattern: RegExp; from: 'figure' | 'remarks'; better: 'more' | 'less' };

/** The scenarios that can be compared, and the figures of their first row. */
export const figures = {
  engine: [
    { name: 'contacts per second', pattern: /([\d,.]+) contacts\/s/, from: 'figure', better: 'more' },
    { name: 'CPU µs per contact', pattern: /CPU ([\d,.]+) µs/, from: 'remarks', better: 'less' },
  ],
  import: [{ name: 'rows per second', pattern: /([\d,.]+) rows\/s/, from: 'figure', better: 'more' }],
  webhooks: [
    { name: 'ms of an answer, p50', pattern: /p50 ([\d,.]+) ms/, from: 'figure', better: 'less' },
    { name: 'ms of an answer, p99', pattern: /p99 ([\d,.]+) ms/, from: 'figure', better: 'less' },
  ],
} as const satisfies Record<string, readonly FigureKind[]>;

export type ScenarioName = keyof typeof figures;
export const scenarioNames = Object.keys(figures) as ScenarioName[];

/** The figures of a run, in the order of `figures`; throws when the row has another form. */
export function readFigures(scenario: ScenarioName, row: Row | undefined): readonly number[] {
  return figures[scenario].map(({ name, pattern, from }) => {
    const found = pattern.exec(row?.[from] ?? '')?.[1];
    if (found === undefined) {
      throw new Error(`${scenario} printed no figure for "${name}": ${row?.figure ?? 'no row'}.`);
    }
    return Number(found.replaceAll(',', ''));
  });
}

/** Above 1 when the new code is better, whether more or less is better. */
export function ratioOf(better: FigureKind['better'], { old, now }: { old: number; now: number }): number {
  return better === 'more' ? now / old : old / now;
}
