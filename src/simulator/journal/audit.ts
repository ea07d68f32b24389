import type { JournalEntry, PlacedEntry } from './journal.ts';

/** Two calls to one number that were both open at some instant. */
export type Overlap = { to: string; callUuids: [string, string] };

/** A call from its acceptance (`from`) to its end (`to`), which is null while it is open. */
export type AuditedCall = { callUuid: string; attempt: string | null; from: number; to: number | null };

/** The figures of what really happened, from the carrier's own journal. */
export type Audit = {
  placements: number;
  ended: number;
  unfinished: number;
  /** The number of placements per attempt token; placements without a token are under "". */
  perAttempt: Record<string, number>;
  /** Tokens with more than one placement: one attempt called a contact twice. */
  doubles: string[];
  /** The maximum number of simultaneous calls, from acceptance to end. */
  maxConcurrent: number;
  /** The maximum number of acceptances, and of dial starts, in any rolling second [t, t + 1000 ms). */
  maxPlacementsPerSecond: number;
  maxStartsPerSecond: number;
  overlaps: Overlap[];
  /** In the order of their acceptance. */
  calls: AuditedCall[];
  /** Ended calls by hangup cause code. */
  causes: Record<string, number>;
};

type Span = { entry: PlacedEntry; from: number; to: number };

/** Returns the figures of a journal, or of a part that contains its calls from their start. */
export function auditJournal({ entries }: { entries: readonly JournalEntry[] }): Audit {
  const placed = entries.filter((entry) => entry.type === 'placed');
  const states = entries.filter((entry) => entry.type === 'state');
  const ends = states.filter(({ state }) => state === 'ended');
  const endedAt = new Map(ends.map(({ callUuid, at }) => [callUuid, at]));
  const spans = placed.map((entry) => ({
    entry,
    from: entry.at,
    to: endedAt.get(entry.callUuid) ?? Number.POSITIVE_INFINITY,
  }));
  const perAttempt = countByName(placed.map(({ attempt }) => attempt ?? ''));
  const starts = states.filter(({ state }) => state === 'dialing');
  return {
    placements: placed.length,
    ended: ends.length,
    unfinished: placed.length - endedAt.size,
    perAttempt,
    doubles: Object.keys(perAttempt).filter((token) => token !== '' && (perAttempt[token] ?? 0) > 1),
    maxConcurrent: maxConcurrent(spans),
    maxPlacementsPerSecond: maxPerSecond(placed.map(({ at }) => at)),
    maxStartsPerSecond: maxPerSecond(starts.map(({ at }) => at)),
    overlaps: findOverlaps(spans),
    calls: placed.map(({ callUuid, attempt, at }) => ({
      callUuid,
      attempt,
      from: at,
      to: endedAt.get(callUuid) ?? null,
    })),
    causes: countByName(ends.map(({ end }) => String(end?.code ?? 0))),
  };
}

/** Returns the maximum number of instants in any interval [t, t + 1000 ms). */
export function maxPerSecond(instants: readonly number[]): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [index, instant] of sorted.entries()) {
    while ((sorted[first] ?? instant) <= instant - 1000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** A call that ends at the instant at which another one starts does not overlap it. */
function maxConcurrent(spans: readonly Span[]): number {
  const changes = spans.flatMap(({ from, to }) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ]);
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let open = 0;
  let most = 0;
  for (const { by } of changes) {
    open += by;
    most = Math.max(most, open);
  }
  return most;
}

function findOverlaps(spans: readonly Span[]): Overlap[] {
  const byNumber = Map.groupBy(spans, ({ entry }) => entry.to);
  return [...byNumber].flatMap(([to, list]) => {
    const [first, ...others] = [...list].sort((a, b) => a.from - b.from);
    if (!first) return [];
    const found: Overlap[] = [];
    let latest = first;
    for (const span of others) {
      if (span.from < latest.to) found.push({ to, callUuids: [latest.entry.callUuid, span.entry.callUuid] });
      if (span.to > latest.to) latest = span;
    }
    return found;
  });
}

function countByName(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}
