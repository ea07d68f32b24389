import { table } from '../terminal/output.ts';
import { figuresOf, rangeText } from './rehearsal-lines.ts';
import type { RehearsalView } from './rehearsal-lines.ts';
import { endText } from './report-lines.ts';
import type { ReportView } from './report-lines.ts';
import { durationText } from './times.ts';

/** Returns a table that compares a rehearsal with the run. */
export function comparisonLines({
  view,
  report,
  tries,
  isSimulated,
}: {
  view: RehearsalView;
  report: ReportView;
  tries: number;
  /** Whether the run used the simulator, which the heading of the column says. */
  isSimulated: boolean;
}): string[] {
  const rehearsed = figuresOf(view);
  const { ranges } = view;
  const states = Object.keys({ ...rehearsed.contacts, ...report.contacts }).sort(
    (left, right) => (rehearsed.contacts[right] ?? 0) - (rehearsed.contacts[left] ?? 0),
  );
  const row = (
    name: string,
    before: number | undefined,
    range: { low: number; high: number } | undefined,
    after: number | undefined,
  ): string[] => [`  ${name}`, String(before ?? 0), rangeText(range), String(after ?? 0)];
  return table([
    ['', 'REHEARSED', 'RANGE', isSimulated ? 'SIMULATED' : 'REAL'],
    ...states.map((state) =>
      row(endText(state, tries), rehearsed.contacts[state], ranges.contacts[state], report.contacts[state]),
    ),
    row('calls', rehearsed.attempts['started'], ranges.attempts['started'], report.attempts['started']),
    [
      '  took',
      tookText(view.startAt, view.end?.likely),
      view.end ? `${tookText(view.startAt, view.end.early)} to ${tookText(view.startAt, view.end.late)}` : '',
      tookText(report.startedAt, report.endedAt),
    ],
  ]);
}

function tookText(from: string | null | undefined, to: string | null | undefined): string {
  return from && to ? durationText(Date.parse(to) - Date.parse(from)) : '-';
}
