import type { LocalHours } from './local-hours.ts';
import type { ZoneTime } from './zone-time.ts';

const dayMs = 86_400_000;

/** An open period; `until` is exclusive. */
export type Opening = { from: number; until: number };

/** One condition of a window: the hours of each local day in one zone, in order; none on a closed day. */
export type DayPlan = { zone: ZoneTime; hoursOn: (day: number) => readonly LocalHours[] };

/** Appends a period, joined with the last one if they touch. */
function append(openings: Opening[], opening: Opening): void {
  const last = openings.at(-1);
  if (last && last.until === opening.from) last.until = opening.until;
  else openings.push(opening);
}

/**
 * Returns the open periods within [from, until) in order. Local hours that a clock change skips do not exist;
 * repeated hours are open both times.
 */
export function openingsOf({ plan, from, until }: { plan: DayPlan } & Opening): Opening[] {
  const openings: Opening[] = [];
  for (let at = from; at < until;) {
    const span = plan.zone.spanAt(at);
    const end = Math.min(span.until, until);
    const lastDay = Math.floor((end - 1 + span.offsetMs) / dayMs);
    for (let day = Math.floor((at + span.offsetMs) / dayMs); day <= lastDay; day += 1) {
      const midnight = day * dayMs - span.offsetMs;
      for (const hours of plan.hoursOn(day)) {
        const opening = {
          from: Math.max(at, midnight + hours.from),
          until: Math.min(end, midnight + hours.until),
        };
        if (opening.from < opening.until) append(openings, opening);
      }
    }
    at = end;
  }
  return openings;
}

/** Returns the periods that are open in both lists. */
export function intersection(left: readonly Opening[], right: readonly Opening[]): Opening[] {
  const both: Opening[] = [];
  for (const one of left) {
    for (const other of right) {
      if (other.from >= one.until) break;
      const opening = { from: Math.max(one.from, other.from), until: Math.min(one.until, other.until) };
      if (opening.from < opening.until) append(both, opening);
    }
  }
  return both;
}
