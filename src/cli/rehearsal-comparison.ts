import { table } from './output.ts';
import { figuresOf } from './rehearsal-lines.ts';
import type { RehearsalView } from './rehearsal-lines.ts';
import type { ReportView } from './report-lines.ts';
import { durationText } from './times.ts';

/** A rehearsal beside what really happened. */
export function comparisonLines({ view, report }: { view: RehearsalView; report: ReportView }): string[] {
  const rehearsed = figuresOf(view);
  const states = Object.keys({ ...rehearsed.people, ...report.people });
  const row = (name: string, before: number | undefined, after: number | undefined): string[] => [
    `  ${name.replaceAll('-', ' ')}`,
    String(before ?? 0),
    String(after ?? 0),
  ];
  return table([
    ['', 'REHEARSED', 'REAL'],
    ...states.map((state) => row(state, rehearsed.people[state], report.people[state])),
    row('calls', rehearsed.attempts['started'], report.attempts['started']),
    ['  took', tookText(view.startAt, view.end?.likely), tookText(report.startedAt, report.endedAt)],
  ]);
}

function tookText(from: string | null | undefined, to: string | null | undefined): string {
  return from && to ? durationText(Date.parse(to) - Date.parse(from)) : '-';
}
