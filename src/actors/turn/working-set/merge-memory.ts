import { isOpen } from '../../../domain/attempt/attempt.ts';
import type { Attempt } from '../../../domain/attempt/attempt.ts';
import { isEnd } from '../../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../../domain/contact/enrollment.ts';
import type { Person } from '../../../domain/contact/person.ts';
import type { Calendar } from '../../../domain/time/window-rules.ts';
import type { DueTally } from '../../../persistence/contract/store.ts';
import { tallyKey } from '../campaign-memory.ts';
import type { CampaignMemory } from '../campaign-memory.ts';

/** Returns the calendars including those that a turn added. */
export function mergeCalendars(
  { calendars }: CampaignMemory,
  added: readonly { number: number; calendar: Calendar }[],
): CampaignMemory['calendars'] {
  if (added.length === 0) return calendars;
  return new Map([...calendars, ...added.map(({ number, calendar }) => [number, calendar] as const)]);
}

/** Updates the tallies, in place, with the changes of a committed turn. */
export function mergeTallies(
  { tallies }: CampaignMemory,
  changes: readonly DueTally[],
): CampaignMemory['tallies'] {
  for (const change of changes) {
    const key = tallyKey(change);
    const contacts = (tallies.get(key)?.contacts ?? 0) + change.contacts;
    if (contacts === 0) tallies.delete(key);
    else tallies.set(key, { ...change, contacts });
  }
  return tallies;
}

/** Updates the open attempts: those that opened or closed, and those whose person changed. */
export function mergeOpen({
  memory: { open },
  attempts,
  enrollments,
  enrollment,
  person,
}: {
  memory: CampaignMemory;
  attempts: readonly Attempt[];
  enrollments: readonly Enrollment[];
  enrollment: (position: number) => Enrollment | null;
  person: (id: string) => Person | null;
}): CampaignMemory['open'] {
  const settled = new Set<number>();
  for (const attempt of attempts) {
    const row = enrollment(attempt.position);
    const theirs = row && person(row.person);
    if (isOpen(attempt.state) && row && theirs) {
      open.set(attempt.id, { attempt, enrollment: row, person: theirs });
      settled.add(attempt.position);
    } else if (open.delete(attempt.id)) settled.add(attempt.position);
  }
  for (const row of enrollments) {
    const known = row.openAttempt === null ? undefined : open.get(row.openAttempt);
    if (known) open.set(known.attempt.id, { ...known, enrollment: row });
  }
  keepEnded({ open, enrollments, settled });
  return open;
}

/** Keeps the enrollments that ended while an attempt is open, because their rows no longer name the attempt. */
function keepEnded({
  open,
  enrollments,
  settled,
}: {
  open: CampaignMemory['open'];
  enrollments: readonly Enrollment[];
  /** The positions whose open attempt has ended, or already has the new row. */
  settled: ReadonlySet<number>;
}): void {
  const ended = new Map<number, Enrollment>();
  for (const row of enrollments)
    if (isEnd(row.state) && !settled.has(row.position)) ended.set(row.position, row);
  if (ended.size === 0) return;
  for (const [id, known] of open) {
    const enrollment = ended.get(known.attempt.position);
    if (enrollment) open.set(id, { ...known, enrollment });
  }
}
