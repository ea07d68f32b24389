/** How many attempts a party counts, and the recipient's local day they belong to, `YYYY-MM-DD`; null before the first. */
export type DayCount = { day: string | null; dayCount: number };

const dayMs = 86_400_000;
/** More than any cap. */
const usedUp = Number.MAX_SAFE_INTEGER;

/**
 * How many attempts of that local day are used up. A count of a later day comes of a clock that was set back since, or of
 * a campaign that knows the person in another zone. Of the next day: nothing more is started today, so that neither day
 * gets more than its cap, however often the clock crosses midnight. Of a day further ahead: it counts into today.
 */
export function attemptsOn({ day, dayCount, today }: DayCount & { today: string }): number {
  if (day === null || day < today) return 0;
  const isNext = Date.parse(day) - Date.parse(today) === dayMs;
  return isNext ? usedUp : dayCount;
}
