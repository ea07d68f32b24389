import stringWidth from 'string-width';
import { fullPlays } from '../../rehearsal/expectations.ts';
import type { rehearsalView } from '../../rehearsal/rehearsal-view.ts';
import { optOutLines } from './import-lines.ts';
import { table, wrapped } from '../terminal/output.ts';
import { attemptText, endText } from './report-lines.ts';
import type { Figures } from './report-lines.ts';
import { cityOf, clockTime, dateTime, durationText } from './times.ts';

/** A rehearsal with its start, in RFC 3339. */
export type RehearsalView = ReturnType<typeof rehearsalView> & { startAt: string };

type Range = { low: number; high: number };
type Ranges = Readonly<Record<string, Range>>;

const shades = [' ', '░', '▒', '▓', '█'];
const barWidth = 36;
/** The minimum width for two columns per hour. */
const wideGrid = 100;
const weekMs = 6 * 86_400_000;

/**
 * Returns a rehearsal as lines: contacts and calls with their ranges, calls per day and hour, skipped rows, and the
 * end.
 */
export function rehearsalLines({
  view,
  startAt,
  tries,
  timeZone,
  width,
}: {
  view: RehearsalView;
  startAt: number;
  tries: number;
  timeZone: string;
  width: number;
}): string[] {
  const { days, zones, skipped, ranges } = view;
  const { total } = figuresOf(view);
  const skippedRows =
    skipped.length > 0 ? ['', 'Rows that are skipped', ...skippedLines(skipped, width)] : [];
  if (total === 0) return ['No row of the list can be contacted.', ...skippedRows];
  return [
    ...figureLines({ view, tries }),
    ...optOutLines(view),
    ...(days.length > 0 ? ['', 'Calls per day', ...dayLines(days, ranges.days)] : []),
    ...(zones.length > 0 ? ['', 'Calls by local hour', ...gridLines(zones, ranges.zones, width)] : []),
    ...skippedRows,
    '',
    ...wrapped({ text: endLine({ view, startAt, timeZone }), width, indent: ' '.repeat(8) }),
    ...wrapped({ text: coverageText(view), width }),
    ...(view.sample ? wrapped({ text: sampleText(view.sample), width }) : []),
  ];
}

/** Returns `180 to 240`; empty without a range. */
export function rangeText(range: Range | undefined): string {
  if (!range) return '';
  return range.low === range.high ? `${range.low}` : `${range.low} to ${range.high}`;
}

function figureLines({ view, tries }: { view: RehearsalView; tries: number }): string[] {
  const { contacts, attempts, total } = figuresOf(view);
  const { ranges } = view;
  const { started = 0, ...ended } = attempts;
  const rows = (
    figures: Readonly<Record<string, number>>,
    known: Readonly<Record<string, Range>>,
    inWords: (name: string) => string,
  ): string[][] =>
    Object.keys({ ...figures, ...known })
      .filter((name) => name !== 'started' && ((figures[name] ?? 0) > 0 || (known[name]?.high ?? 0) > 0))
      .sort((left, right) => (figures[right] ?? 0) - (figures[left] ?? 0))
      .map((name) => [`  ${inWords(name)}`, String(figures[name] ?? 0), rangeText(known[name])]);
  return table([
    ['', 'LIKELY', 'RANGE'],
    ['Contacts', String(total), ''],
    ...rows(contacts, ranges.contacts, (state) => endText(state, tries)),
    ['Calls', String(started), rangeText(ranges.attempts['started'])],
    ...rows(ended, ranges.attempts, attemptText),
  ]);
}

function coverageText({ runs, coverage, deadShare }: RehearsalView): string {
  if (runs < 2) return 'A single play has no ranges: see --runs.';
  const holds = `A figure of a run is within its range in at least ${coverage * 10} of 10 runs`;
  if (deadShare === null)
    return `${holds}, if about one number in eight never answers. At least ${fullPlays} plays also cover lists with more such numbers.`;
  return `${holds}, if no more than ${deadShare * 100} % of the numbers never answer and the others answer about as usual (${runs} plays).`;
}

function sampleText({ contacts, of, unseen }: NonNullable<RehearsalView['sample']>): string {
  return `Played with a sample of ${contacts} of the ${of} contacts and with limits in proportion. The figures are scaled to the whole list: they are estimates, and up to ${unseen} contacts may have an end that is not shown.`;
}

/** Returns the figures of a rehearsal in the form of a report. */
export function figuresOf({ contacts, attempts }: RehearsalView): Figures {
  const counts = Object.entries(contacts).map(([state, count]) => [state, count ?? 0] as const);
  return {
    contacts: Object.fromEntries(counts),
    attempts: Object.fromEntries(Object.entries(attempts).map(([name, count]) => [name, count ?? 0])),
    total: counts.reduce((sum, [, count]) => sum + count, 0),
  };
}

/** Returns a bar for each day on which any play has calls. Its length is the likely number of calls. */
function dayLines(days: RehearsalView['days'], ranges: Ranges): string[] {
  const likely = new Map(days.map(({ day, attempts }) => [day, attempts]));
  const all = [...new Set([...likely.keys(), ...Object.keys(ranges)])].sort();
  const most = Math.max(1, ...likely.values());
  return all.map((day) => {
    const attempts = likely.get(day) ?? 0;
    const range = ranges[day] ? ` (${rangeText(ranges[day])})` : '';
    return `  ${day}  ${'█'.repeat(Math.ceil((attempts / most) * barWidth))} ${attempts}${range}`;
  });
}

/**
 * Returns one row per zone, with two columns per local hour (one on a narrow terminal). A darker shade means more
 * calls.
 */
function gridLines(zones: RehearsalView['zones'], ranges: Ranges, width: number): string[] {
  const cell = width < wideGrid ? 1 : 2;
  const most = Math.max(1, ...zones.flatMap(({ hours }) => hours));
  const shade = (count: number): string => shades[Math.ceil((count / most) * (shades.length - 1))] ?? ' ';
  const heading = Array.from({ length: 24 }, (_, hour) =>
    hour % 3 === 0
      ? String(hour)
          .padStart(2, '0')
          .padEnd(3 * cell)
      : '',
  ).join('');
  const rows = zones.map(({ timeZone, hours }) => [
    `  ${cityOf(timeZone)}`,
    hours.map((count) => shade(count).repeat(cell)).join(''),
    `${hours.reduce((sum, count) => sum + count, 0)}${ranges[timeZone] ? ` (${rangeText(ranges[timeZone])})` : ''}`,
  ]);
  return table([['', heading.trimEnd(), ''], ...rows]);
}

function skippedLines(skipped: RehearsalView['skipped'], width: number): string[] {
  const lines = table(skipped.map(({ code, rows }) => [`  ${rows}`, code, '']));
  const widest = Math.max(...lines.map((line) => stringWidth(line)));
  return skipped.flatMap(({ firstRow, detail }, index) => {
    const head = lines[index] ?? '';
    const text = firstRow > 0 ? `row ${firstRow}: ${detail}` : detail;
    const whole = `${head}${' '.repeat(widest - stringWidth(head))}  ${text}`;
    return stringWidth(whole) <= width
      ? [whole]
      : [head, ...wrapped({ text: `     ${text}`, width, indent: '     ' })];
  });
}

/** Returns the range of the end, with weekdays within a week and with dates otherwise. */
function spanText(early: number, late: number, timeZone: string): string {
  const inWords = late - early < weekMs ? clockTime : dateTime;
  return `${inWords(early, timeZone)} to ${inWords(late, timeZone)}`;
}

function endLine({
  view: { end },
  startAt,
  timeZone,
}: {
  view: RehearsalView;
  startAt: number;
  timeZone: string;
}): string {
  if (!end) return 'End     not within 120 days: check the hours of the campaign';
  const [early, likely, late] = [end.early, end.likely, end.late].map((text) => Date.parse(text)) as [
    number,
    number,
    number,
  ];
  return (
    `End     ${dateTime(likely, timeZone)} ${cityOf(timeZone)} (${spanText(early, late, timeZone)}), ` +
    `${durationText(likely - startAt)} after the start`
  );
}
