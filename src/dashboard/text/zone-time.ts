/** `Mon 09:41` in a time zone; null if the zone is not known. */
export function zoneTime(at: string, timeZone: string | null): string | null {
  if (timeZone === null) return null;
  try {
    const format = {
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    } as const;
    return new Intl.DateTimeFormat('en-GB', format).format(new Date(at)).replace(',', '');
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
