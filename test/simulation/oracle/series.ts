import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { SeriesRow } from '../../../src/domain/campaign/series.ts';
import { stepOf } from '../../../src/domain/campaign/series.ts';
import { isEnd } from '../../../src/domain/contact/enrollment.ts';
import type { Enrollment } from '../../../src/domain/contact/enrollment.ts';
import { broken } from './broken.ts';

/** The figures over time against the rows: attempts in each five minutes, contacts that ended in all. */
export function checkSeries({
  campaign,
  series,
  people,
  calls,
}: {
  campaign: string;
  series: readonly SeriesRow[];
  people: readonly Enrollment[];
  calls: readonly Attempt[];
}): void {
  const counted = new Map<string, number>();
  const add = (what: string, at: number, by: number): void => {
    const key = `${what} in the five minutes from ${new Date(stepOf(at)).toISOString()}`;
    counted.set(key, (counted.get(key) ?? 0) + by);
  };
  for (const { placed, mintedAt, state, disposition, endedAt } of calls) {
    if (placed) add('placed', mintedAt, 1);
    if (state === 'ended') add(`ended ${disposition}`, endedAt ?? mintedAt, 1);
  }
  for (const { at, placed, ended } of series) {
    add('placed', at, -placed);
    for (const [disposition, count] of Object.entries(ended)) add(`ended ${disposition}`, at, -count);
  }
  for (const [what, difference] of counted)
    if (difference !== 0) broken(`2 counters: the series of ${campaign} has ${-difference} too many ${what}`);

  const ended = people.filter(({ state }) => isEnd(state)).length;
  const inSeries = series.reduce((sum, { contactsEnded }) => sum + contactsEnded, 0);
  if (ended !== inSeries)
    broken(`2 counters: by the series of ${campaign} ${inSeries} contacts have ended, ${ended} have`);
}
