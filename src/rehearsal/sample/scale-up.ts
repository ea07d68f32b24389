import type { Play } from '../play.ts';
import type { FigureRanges, Range } from '../prediction.ts';

type Counts = Readonly<Record<string, number | undefined>>;

/** Returns the counts times `scale`, as whole numbers with the right sum. */
function scaled<C extends Counts>(counts: C, scale: number): C {
  let [seen, given] = [0, 0];
  const entries = Object.entries(counts).map(([name, count = 0]) => {
    seen += count;
    const share = Math.round(seen * scale) - given;
    given += share;
    return [name, share];
  });
  return Object.fromEntries(entries) as C;
}

function scaledRanges(ranges: Readonly<Record<string, Range>>, scale: number): Record<string, Range> {
  const entries = Object.entries(ranges).map(([name, { low, high }]) => {
    return [name, { low: Math.floor(low * scale), high: Math.ceil(high * scale) }];
  });
  return Object.fromEntries(entries);
}

type Scaled = Pick<Play, 'contacts' | 'attempts' | 'byDisposition' | 'grid'> & { ranges: FigureRanges };

/** Converts the figures of a sample to those of the whole list. */
export function scaleUp<Figures extends Scaled>(figures: Figures, scale: number): Figures {
  if (scale === 1) return figures;
  const { contacts, attempts, byDisposition, grid, ranges } = figures;
  const days = scaled(Object.fromEntries(grid.days.map(({ day, attempts }) => [day, attempts])), scale);
  return {
    ...figures,
    contacts: scaled(contacts, scale),
    attempts: Math.round(attempts * scale),
    byDisposition: scaled(byDisposition, scale),
    grid: {
      days: grid.days.map(({ day }) => ({ day, attempts: days[day] ?? 0 })),
      zones: grid.zones.map(({ timeZone, hours }) => ({
        timeZone,
        hours: Object.values(scaled(Object.fromEntries(hours.map((count, hour) => [hour, count])), scale)),
      })),
    },
    ranges: {
      contacts: scaledRanges(ranges.contacts, scale),
      attempts: scaledRanges(ranges.attempts, scale),
      days: scaledRanges(ranges.days, scale),
      zones: scaledRanges(ranges.zones, scale),
    },
  };
}
