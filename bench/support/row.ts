/** One line of the report. */
export type Row = {
  what: string;
  figure: string;
  target: string;
  /** What the figure rests on. */
  remarks: string;
  /** Contacts or jobs per second, where rows are compared. */
  perSecond?: number;
};

/** What a scenario is given: its size and a folder it may fill. */
export type ScenarioInput = { folder: string; rows: number };

/** One scenario; it runs in a process of its own. */
export type Measure = (input: ScenarioInput) => Promise<readonly Row[]>;

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function ms(value: number): string {
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  return value >= 10 ? `${value.toFixed(0)} ms` : `${value.toFixed(1)} ms`;
}

/** The value below which that share of the sample lies. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function toTable(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, figure, target, remarks }) => `| ${what} | ${figure} | ${target} | ${remarks} |`,
  );
  return ['| what | figure | target | remarks |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
