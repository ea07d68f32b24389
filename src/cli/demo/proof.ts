import { createReadStream } from 'node:fs';
import { readContacts } from '../../contacts/import-reader.ts';
import type { ContactFormat } from '../../contacts/import-reader.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { Calendar, SendWindow } from '../../domain/time/window-rules.ts';
import type { HolidayBook } from '../../rules/windows/holidays.ts';
import { createHolidays } from '../../rules/windows/holidays.ts';
import { auditJournal } from '../../simulator/index.ts';
import type { JournalEntry } from '../../simulator/index.ts';

/** The figures of the carrier's journal, compared with the records of the service. */
export type Proof = {
  placed: number;
  recorded: number;
  /** Calls placed twice for one attempt, or to a number with an open call. */
  double: number;
  /** Calls at the carrier that the service does not know. */
  lost: number;
  outsideHours: number;
  maxAtOnce: number;
  /** The maximum number of requests that the carrier accepted in any rolling second. */
  maxPerSecond: number;
};

/** Compares the journal with the service. `recorded` are the attempts that were placed according to the service. */
export function prove({
  entries,
  recorded,
  calendars,
  window,
}: {
  entries: readonly JournalEntry[];
  recorded: ReadonlySet<string>;
  calendars: ReadonlyMap<string, Calendar>;
  window: SendWindow;
}): Proof {
  const audit = auditJournal({ entries });
  const placed = entries.filter((entry) => entry.type === 'placed');
  const holidays = createHolidays();
  const isOutside = ({ to, at }: { to: string; at: number }): boolean => {
    const calendar = calendars.get(`+${to}`);
    return !calendar || !isInside({ calendar, window, holidays, at });
  };
  return {
    placed: audit.placements,
    recorded: recorded.size,
    double: audit.doubles.length + audit.overlaps.length,
    lost: placed.filter(({ attempt }) => attempt === null || !recorded.has(attempt)).length,
    outsideHours: placed.filter(isOutside).length,
    maxAtOnce: audit.maxConcurrent,
    maxPerSecond: audit.maxPlacementsPerSecond,
  };
}

/** Returns the calendar of each number, read from the list. */
export async function readCalendars({
  list: { path, format },
  definition,
}: {
  list: { path: string; format: ContactFormat };
  definition: CampaignDefinition;
}): Promise<ReadonlyMap<string, Calendar>> {
  const calendars = new Map<string, Calendar>();
  const chunks = readContacts({ source: createReadStream(path), format, definition });
  for await (const { rows } of chunks) {
    for (const { address, calendar } of rows) {
      if (!calendars.has(address)) calendars.set(address, calendar);
    }
  }
  return calendars;
}

/**
 * Whether an instant is within the hours, computed independently of the service, with the local times of the
 * platform.
 */
function isInside({
  calendar: { zones, regions },
  window,
  holidays,
  at,
}: {
  calendar: Calendar;
  window: SendWindow;
  holidays: HolidayBook;
  at: number;
}): boolean {
  return zones.every((zone) => {
    const local = localTime(at, zone);
    const isWorkday = !window.skipWeekends || !['Sat', 'Sun'].includes(local.weekday);
    const isOpen = window.start <= local.time && local.time < window.end;
    const isHoliday = regions.some((region) => holidays.isHolidayInAnyPart({ region, ...local.day }));
    return isWorkday && isOpen && !isHoliday;
  });
}

function localTime(
  at: number,
  timeZone: string,
): { weekday: string; time: string; day: { year: number; month: number; day: number } } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  return {
    weekday: parts.get('weekday') ?? '',
    time: `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`,
    day: { year: number('year'), month: number('month'), day: number('day') },
  };
}

/** Returns `Proof the journal of the carrier: 444 placed = 444 recorded; double 0, lost 0, …`. */
export function proofLine(proof: Proof): string {
  const { placed, recorded, double, lost, outsideHours, maxAtOnce, maxPerSecond } = proof;
  const sign = placed === recorded ? '=' : '≠';
  return (
    `Proof   the journal of the carrier: ${placed} placed ${sign} ${recorded} recorded; ` +
    `double ${double}, lost ${lost}, outside hours ${outsideHours}; ` +
    `maximum at once ${maxAtOnce}, in one second ${maxPerSecond}`
  );
}

/** Whether the proof confirms the promises. */
export function holds(
  proof: Proof,
  { concurrent, perSecond }: { concurrent: number; perSecond: number },
): boolean {
  return (
    proof.placed === proof.recorded &&
    proof.double + proof.lost + proof.outsideHours === 0 &&
    proof.maxAtOnce <= concurrent &&
    proof.maxPerSecond <= perSecond
  );
}
