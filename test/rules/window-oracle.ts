import { sendWindowSchema, weekdays, type SendWindow } from '../../src/domain/time/window-rules.ts';
import type { z } from 'zod';

/** Random rules of a campaign file, with every default filled in. */
export function windowRules(input: z.input<typeof sendWindowSchema> = {}): SendWindow {
  return sendWindowSchema.parse(input);
}

export type WallTime = { date: string; weekday: number; minutes: number };

/** Creates the wall clock of a zone, directly from Intl: slow, but independent of the code under test. */
export function createWallClock(timeZone: string): (at: number) => WallTime {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (at) => {
    const [date = '', time = ''] = format.format(at).split(' ');
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return { date, weekday: (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7, minutes: hours * 60 + minutes };
  };
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Whether the rules are open at a wall time, without holidays. */
export function isOpenOnWall(rules: SendWindow, { weekday, minutes }: WallTime): boolean {
  const name = weekdays[weekday];
  const own = name === undefined ? undefined : rules.days[name];
  if (own === 'closed') return false;
  if (own === undefined && rules.skipWeekends && weekday > 4) return false;
  const [start, end] = own === undefined ? [rules.start, rules.end] : own.split('-');
  return minutes >= minutesOf(start ?? '') && minutes < minutesOf(end ?? '');
}
