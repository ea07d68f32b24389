import { weekdays } from '../../domain/time/window-rules.ts';
import type { CallingRule, RuleSource, Weekday } from '../../domain/time/calling-rule.ts';

/** The day on which the rules of this folder were written down. */
export const recorded = '2026-12-01';

const workdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];
const monToSat: readonly Weekday[] = [...workdays, 'sat'];

type Hours = CallingRule['hours'];

const on = (days: readonly Weekday[], ...hours: string[]): Hours =>
  Object.fromEntries(days.map((day) => [day, hours]));

export const everyDay = (...hours: string[]): Hours => on(weekdays, ...hours);
export const onWorkdays = (...hours: string[]): Hours => on(workdays, ...hours);
export const onMonToSat = (...hours: string[]): Hours => on(monToSat, ...hours);

/** A rule whose other parts have their usual values: holidays are open, and nothing is capped. */
export function rule({
  holidays = false,
  caps = {},
  source,
  url = null,
  reading = 'text',
  ...given
}: Pick<CallingRule, 'region' | 'place' | 'hours'> & {
  holidays?: boolean;
  caps?: Partial<CallingRule['caps']>;
  source: RuleSource['text'];
  url?: RuleSource['url'];
  reading?: CallingRule['reading'];
}): CallingRule {
  return {
    ...given,
    holidays,
    caps: { per24Hours: null, perWeek: null, per30Days: null, ...caps },
    source: { text: source, url },
    reading,
    recorded,
  };
}
