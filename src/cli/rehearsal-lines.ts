import type { rehearsalView } from '../rehearsal/rehearsal-view.ts';
import { table } from './output.ts';
import { callsLine, peopleLine } from './report-lines.ts';
import type { Figures } from './report-lines.ts';
import { cityOf, clockTime, counted, dateTime, durationText } from './times.ts';

/** A rehearsal with the instant it began at, in RFC 3339. */
export type RehearsalView = ReturnType<typeof rehearsalView> & { startAt: string };

const shades = [' ', '░', '▒', '▓', '█'];
const barWidth = 40;

/** A rehearsal for people: the people and calls, calls per day, a grid by hour and zone, who is skipped, the end. */
export function rehearsalLines({
  view,
  startAt,
  tries,
  timeZone,
}: {
  view: RehearsalView;
  startAt: number;
  tries: number;
  timeZone: string;
}): string[] {
  const { days, zones, skipped } = view;
  const figures = figuresOf(view);
  return [
    peopleLine({ report: figures, tries }),
    callsLine({ report: figures }),
    ...(days.length > 0 ? ['', 'Calls per day', ...dayLines(days)] : []),
    ...(zones.length > 0 ? ['', 'Calls by local hour', ...gridLines(zones)] : []),
    ...(skipped.length > 0 ? ['', 'Rows that are skipped', ...skippedLines(skipped)] : []),
    '',
    endLine({ view, startAt, timeZone }),
  ];
}

/** The figures of a rehearsal in the shape of a report. */
export function figuresOf({ people, attempts }: RehearsalView): Figures {
  const counts = Object.entries(people).map(([state, count]) => [state, count ?? 0] as const);
  return {
    people: Object.fromEntries(counts),
    attempts: Object.fromEntries(Object.entries(attempts).map(([name, count]) => [name, count ?? 0])),
    total: counts.reduce((sum, [, count]) => sum + count, 0),
  };
}

function dayLines(days: RehearsalView['days']): string[] {
  const most = Math.max(1, ...days.map(({ attempts }) => attempts));
  return days.map(
    ({ day, attempts }) => `  ${day}  ${'█'.repeat(Math.ceil((attempts / most) * barWidth))} ${attempts}`,
  );
}

/** One row per zone, one column per local hour; the darker, the more calls. */
function gridLines(zones: RehearsalView['zones']): string[] {
  const most = Math.max(1, ...zones.flatMap(({ hours }) => hours));
  const shade = (count: number): string => shades[Math.ceil((count / most) * (shades.length - 1))] ?? ' ';
  const heading = Array.from({ length: 24 }, (_, hour) =>
    hour % 3 === 0 ? String(hour).padStart(2, '0') : '  ',
  ).join('');
  const rows = zones.map(({ timeZone, hours }) => [
    `  ${cityOf(timeZone)}`,
    hours.map((count) => shade(count).repeat(2)).join(''),
    String(hours.reduce((sum, count) => sum + count, 0)),
  ]);
  return table([['', heading, ''], ...rows]);
}

function skippedLines(skipped: RehearsalView['skipped']): string[] {
  return table(
    skipped.map(({ code, rows, firstRow, detail }) => [
      `  ${rows}`,
      code,
      firstRow > 0 ? `row ${firstRow}: ${detail}` : detail,
    ]),
  );
}

function endLine({
  view: { end, runs },
  startAt,
  timeZone,
}: {
  view: RehearsalView;
  startAt: number;
  timeZone: string;
}): string {
  if (!end) return 'End     not within 120 days: look at the hours of the campaign';
  const [early, likely, late] = [end.early, end.likely, end.late].map((text) => Date.parse(text)) as [
    number,
    number,
    number,
  ];
  return (
    `End     ${dateTime(likely, timeZone)} ${cityOf(timeZone)} (${clockTime(early, timeZone)} to ` +
    `${clockTime(late, timeZone)} in ${counted(runs, 'run')}), ${durationText(likely - startAt)} after the start`
  );
}
