import { isOpen } from '../../domain/attempt/attempt.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import type { Person } from '../../domain/contact/person.ts';
import type { Calendar } from '../../domain/time/window-rules.ts';
import type { DueTally } from '../../persistence/contract/store.ts';
import { tallyKey } from './campaign-memory.ts';
import type { CampaignMemory } from './campaign-memory.ts';

/** The calendars with those a turn added. */
export function mergeCalendars(
  { calendars }: CampaignMemory,
  added: readonly { number: number; calendar: Calendar }[],
): CampaignMemory['calendars'] {
  if (added.length === 0) return calendars;
  return new Map([...calendars, ...added.map(({ number, calendar }) => [number, calendar] as const)]);
}

/** The tallies with what a committed turn changed, in place. */
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

/** Attempts that opened or closed, and open ones whose person changed. */
export function mergeOpen({
  memory: { open },
  attempts,
  enrollments,
  enrollment,
  person,
}: {
  memory: CampaignMemory;
  attempts: readonly Attempt[];
  enrollments: Iterable<Enrollment>;
  enrollment: (position: number) => Enrollment | null;
  person: (id: string) => Person | null;
}): CampaignMemory['open'] {
  for (const attempt of attempts) {
    const row = enrollment(attempt.position);
    const theirs = row && person(row.person);
    if (isOpen(attempt.state) && row && theirs)
      open.set(attempt.id, { attempt, enrollment: row, person: theirs });
    else open.delete(attempt.id);
  }
  for (const row of enrollments) {
    const known = row.openAttempt === null ? undefined : open.get(row.openAttempt);
    if (known) open.set(known.attempt.id, { ...known, enrollment: row });
  }
  return open;
}
