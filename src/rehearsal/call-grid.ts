import type { RuntimeInput } from '../actors/index.ts';

/** The predicted starts of calls: per local day, and per time zone and local hour. */
export type CallGrid = {
  days: readonly { day: string; attempts: number }[];
  zones: readonly { timeZone: string; hours: readonly number[] }[];
};

type Committed = Parameters<RuntimeInput['onCommitted']>[0];

function createLocalTimes(): (input: { timeZone: string; at: number }) => { day: string; hour: number } {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return ({ timeZone, at }) => {
    let format = formats.get(timeZone);
    if (!format) {
      format = new Intl.DateTimeFormat('sv-SE', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        hourCycle: 'h23',
      });
      formats.set(timeZone, format);
    }
    const [day = '', hour = '0'] = format.format(at).split(' ');
    return { day, hour: Number(hour) };
  };
}

/** Creates the counter of minted attempts. `note` receives each commit. */
export function createCallGrid(): {
  note: (input: Pick<Committed, 'memory' | 'events'>) => void;
  read: () => CallGrid;
} {
  const localTime = createLocalTimes();
  const days = new Map<string, number>();
  const zones = new Map<string, number[]>();
  return {
    note({ memory, events }) {
      for (const { type, attempt, at } of events) {
        if (type !== 'attempt.minted' || attempt === null) continue;
        const open = memory?.open.get(attempt);
        if (!memory || !open) continue;
        const { timeZone } = memory.windowOf(open.enrollment.calendar);
        const { day, hour } = localTime({ timeZone, at });
        days.set(day, (days.get(day) ?? 0) + 1);
        const hours = zones.get(timeZone) ?? Array.from({ length: 24 }, () => 0);
        hours[hour] = (hours[hour] ?? 0) + 1;
        zones.set(timeZone, hours);
      }
    },
    read: () => ({
      days: [...days]
        .map(([day, attempts]) => ({ day, attempts }))
        .sort((a, b) => a.day.localeCompare(b.day)),
      zones: [...zones]
        .map(([timeZone, hours]) => ({ timeZone, hours }))
        .sort((a, b) => a.timeZone.localeCompare(b.timeZone)),
    }),
  };
}
