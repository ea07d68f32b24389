const dayMs = 86_400_000;
const tuesday = 2;
const daysOfWeek = 7;

/**
 * Returns the next Tuesday at 09:00 in New York (10:00 in summer) as RFC 3339, a time at which windows are usually
 * open. It is a Tuesday because many public holidays are Mondays.
 */
export function nextOpenMorning(now: number): string {
  const days = (tuesday - new Date(now).getUTCDay() + daysOfWeek) % daysOfWeek || daysOfWeek;
  return `${new Date(now + days * dayMs).toISOString().slice(0, 10)}T09:00:00-05:00`;
}
