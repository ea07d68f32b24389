import type { Rehearsal } from '../rehearsal/rehearse.ts';
import { table } from './output.ts';
import { cityOf, counted, dateTime, durationText } from './times.ts';

const shades = [' ', '░', '▒', '▓', '█'];

/** A rehearsal for people: the people and calls, calls per day, a grid by hour and zone, who is skipped, the end. */
export function rehearsalLines({ result, startAt }: { result: Rehearsal; startAt: number }): string[] {
  const { people, attempts, byDisposition, grid, skipped, end, runs } = result;
  return [
    `People  ${figures(people)}`,
    `Calls   ${attempts} = ${figures(byDisposition)}`,
    '',
    ...dayLines(grid.days),
    '',
    ...gridLines(grid.zones),
    ...(skipped.length > 0 ? ['', 'Skipped rows', ...skippedLines(skipped)] : []),
    '',
    end
      ? `Over by ${dateTime(end.likely)} UTC (${dateTime(end.early)} to ${dateTime(end.late)}), ${durationText(end.likely - startAt)} after the start, in ${counted(runs, 'run')}`
      : 'It would not be over within 120 days.',
  ];
}

function figures(counts: Readonly<Record<string, number | undefined>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count ?? 0} ${name}`)
    .join(', ');
}

const barWidth = 40;

function dayLines(days: Rehearsal['grid']['days']): string[] {
  const most = Math.max(1, ...days.map(({ attempts }) => attempts));
  return days.map(
    ({ day, attempts }) => `${day}  ${'█'.repeat(Math.ceil((attempts / most) * barWidth))} ${attempts}`,
  );
}

/** One row per zone, one column per local hour; the darker, the more calls. */
function gridLines(zones: Rehearsal['grid']['zones']): string[] {
  const most = Math.max(1, ...zones.flatMap(({ hours }) => hours));
  const shade = (count: number): string => shades[Math.ceil((count / most) * (shades.length - 1))] ?? ' ';
  const heading = Array.from({ length: 24 }, (_, hour) =>
    hour % 3 === 0 ? String(hour).padStart(2, '0') : '  ',
  ).join('');
  const rows = zones.map(({ timeZone, hours }) => [
    cityOf(timeZone),
    hours.map((count) => shade(count).repeat(2)).join('|'),
  ]);
  return table([['', heading], ...rows.map(([city = '', cells = '']) => [city, cells.replaceAll('|', '')])]);
}

function skippedLines(skipped: Rehearsal['skipped']): string[] {
  return table(
    skipped.map(({ code, rows, firstRow, detail }) => [
      `  ${rows}`,
      code,
      firstRow > 0 ? `row ${firstRow}: ${detail}` : detail,
    ]),
  );
}
