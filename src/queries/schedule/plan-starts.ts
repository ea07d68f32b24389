import type { DueClass } from '../../domain/contact/enrollment.ts';
import type { LimitBlock, LimitCap, LimitReading } from '../../persistence/contract/attempts/limits.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';

/** A contact whose next step is to be planned. Times are business milliseconds. */
export type Candidate = {
  /** When the contact is due and its window is open; null if the window never opens. */
  earliest: number | null;
  /** Whether the window delays the contact after it is due. */
  waitsForWindow: boolean;
  dueClass: DueClass;
  dueAt: number;
  position: number;
  /** The limits of the step. */
  caps: readonly LimitCap[];
  /** The hour and day of the client's clock, for quotas. */
  periodAt: (at: number) => QuotaPeriod;
  /** How long a touch holds its slots, in milliseconds. */
  occupiedMs: number;
};

/** What decides a planned start: a limit, the hours of the contact, or the time at which the contact is due. */
export type Binding =
  | { kind: 'limit'; scope: string; limit: LimitBlock['limit'] }
  | { kind: 'window' | 'due' };

export type PlannedStart<One extends Candidate> = {
  candidate: One;
  at: number;
  /** Null for a start that nothing delays. */
  bound: Binding | null;
};

type Use = {
  nextFreeAt: number;
  hour: string;
  hourUsed: number;
  day: string;
  dayUsed: number;
  ends: number[];
};

/**
 * Plans the next starts of some contacts in the order in which they are dispatched: at each instant the first one, by class,
 * due time and position, of those that may start. Every limit is kept: slots, rates and quotas, from their present use on.
 * A touch is assumed to hold its slots for `occupiedMs`.
 */
export function planStarts<One extends Candidate>({
  candidates,
  readings,
  now,
  most,
}: {
  candidates: readonly One[];
  readings: ReadonlyMap<string, LimitReading>;
  now: number;
  most: number;
}): PlannedStart<One>[] {
  const uses = new Map<string, Use>();
  const useOf = ({ scope, concurrent }: LimitCap, occupiedMs: number): Use => {
    const known = uses.get(scope);
    if (known) return known;
    const use = presentUse({ reading: readings.get(scope), most: concurrent ?? 0, now, occupiedMs });
    uses.set(scope, use);
    return use;
  };
  const left = soonest(candidates, most * contactsPerStart).sort(inDispatchOrder);
  const planned: PlannedStart<One>[] = [];
  let last = now;
  while (planned.length < most && left.length > 0) {
    // Contacts of one step that may start from the same instant on have the same first start.
    const known = new Map<string, ReturnType<typeof firstStart>>();
    const starts = left.map((candidate) => {
      const { caps, occupiedMs, periodAt } = candidate;
      const from = Math.max(last, candidate.earliest ?? now);
      const key = `${caps.map(({ scope }) => scope).join(' ')} ${from}`;
      let start = known.get(key);
      if (!start) {
        const limited = caps.map((cap) => ({ cap, use: useOf(cap, occupiedMs) }));
        known.set(key, (start = firstStart({ limited, from, periodAt })));
      }
      return { candidate, from, ...start };
    });
    const next = starts.reduce((first, start) => (start.at < first.at ? start : first));
    const { candidate, at, bound } = next;
    const before = planned.at(-1)?.bound ?? null;
    for (const cap of candidate.caps) take({ cap, use: useOf(cap, candidate.occupiedMs), at, candidate });
    left.splice(left.indexOf(candidate), 1);
    last = at;
    planned.push({
      candidate,
      at,
      bound: bound ?? ownBinding({ candidate, at, now }) ?? (at > now ? before : null),
    });
  }
  return planned;
}

/** So many contacts are looked at for each planned start: one that is due later may be dispatched earlier. */
const contactsPerStart = 10;

function soonest<One extends Candidate>(candidates: readonly One[], most: number): One[] {
  const at = ({ earliest }: Candidate): number => earliest ?? Infinity;
  return candidates
    .filter(({ earliest }) => earliest !== null)
    .sort((left, right) => at(left) - at(right) || inDispatchOrder(left, right))
    .slice(0, most);
}

function inDispatchOrder(left: Candidate, right: Candidate): number {
  return left.dueClass - right.dueClass || left.dueAt - right.dueAt || left.position - right.position;
}

/** A start that no limit delays. One that waits behind another start is bound by what binds that one. */
function ownBinding({
  candidate,
  at,
  now,
}: {
  candidate: Candidate;
  at: number;
  now: number;
}): Binding | null {
  if (at <= now || candidate.earliest !== at) return null;
  return { kind: candidate.waitsForWindow ? 'window' : 'due' };
}

/** The touches under way are assumed to end evenly spread over the usual time. */
function presentUse({
  reading,
  most,
  now,
  occupiedMs,
}: {
  reading: LimitReading | undefined;
  most: number;
  now: number;
  occupiedMs: number;
}): Use {
  const held = Math.min(reading?.held ?? 0, most);
  return {
    nextFreeAt: reading?.nextFreeAt ?? 0,
    hour: reading?.hour ?? '',
    hourUsed: reading?.hourUsed ?? 0,
    day: reading?.day ?? '',
    dayUsed: reading?.dayUsed ?? 0,
    ends: Array.from({ length: held }, (_, index) => now + (occupiedMs * (index + 1)) / (held + 1)),
  };
}

type Limited = { cap: LimitCap; use: Use };

/** Returns the first instant from `from` on at which no limit forbids a start, and the limit that decides it. */
function firstStart({
  limited,
  from,
  periodAt,
}: {
  limited: readonly Limited[];
  from: number;
  periodAt: (at: number) => QuotaPeriod;
}): { at: number; bound: Binding | null } {
  let found: { at: number; bound: Binding | null } = { at: from, bound: null };
  for (let moved = true; moved;) {
    moved = false;
    for (const one of limited) {
      const later = blockOf({ ...one, at: found.at, periodAt });
      if (!later) continue;
      found = { at: later.until, bound: { kind: 'limit', scope: one.cap.scope, limit: later.limit } };
      moved = true;
    }
  }
  return found;
}

/** Returns the limit that forbids a start at an instant, and until when. */
function blockOf({
  cap,
  use,
  at,
  periodAt,
}: Limited & { at: number; periodAt: (at: number) => QuotaPeriod }): {
  until: number;
  limit: LimitBlock['limit'];
} | null {
  const { hour, day, nextHourAt, nextDayAt } = periodAt(at);
  // A period later than the counted one starts at zero; an earlier one counts into it, as in the store.
  if (cap.perDay !== null && use.day >= day && use.dayUsed >= cap.perDay)
    return { until: nextDayAt, limit: 'per-day' };
  if (cap.perHour !== null && use.hour >= hour && use.hourUsed >= cap.perHour)
    return { until: nextHourAt, limit: 'per-hour' };
  if (cap.concurrent !== null) {
    const open = use.ends.filter((end) => end > at);
    const free = open[open.length - cap.concurrent];
    if (free !== undefined) return { until: free, limit: 'concurrent' };
  }
  if (cap.perSecond !== null && use.nextFreeAt > at) return { until: use.nextFreeAt, limit: 'per-second' };
  return null;
}

function take({
  cap,
  use,
  at,
  candidate: { occupiedMs, periodAt },
}: Limited & { at: number; candidate: Candidate }): void {
  const { hour, day } = periodAt(at);
  if (cap.perSecond !== null) use.nextFreeAt = at + 1000 / cap.perSecond;
  if (hour > use.hour) Object.assign(use, { hour, hourUsed: 0 });
  if (day > use.day) Object.assign(use, { day, dayUsed: 0 });
  use.hourUsed += 1;
  use.dayUsed += 1;
  if (cap.concurrent === null) return;
  use.ends = [...use.ends.filter((end) => end > at), at + occupiedMs].sort((left, right) => left - right);
}
