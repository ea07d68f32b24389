/**
 * The attempts of a person on one local day of the recipient, `YYYY-MM-DD`; `day` is null before the first attempt.
 */
export type DayCount = { day: string | null; dayCount: number };

const dayMs = 86_400_000;
/** Higher than any cap. */
const usedUp = Number.MAX_SAFE_INTEGER;

/**
 * Returns how many attempts of `today` are used up. A count of a later day comes from a clock that was set back
 * later, or from a campaign that assumes another time zone for the contact. If it is the next day, nothing more
 * starts today, so that neither day exceeds its cap, however often the clock crosses midnight. If it is a later day,
 * its count applies to today.
 */
export function attemptsOn({ day, dayCount, today }: DayCount & { today: string }): number {
  if (day === null || day < today) return 0;
  const isNext = Date.parse(day) - Date.parse(today) === dayMs;
  return isNext ? usedUp : dayCount;
}
