import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../src/domain/campaign/campaign.ts';
import type { Enrollment } from '../../src/domain/contact/enrollment.ts';
import type { Person } from '../../src/domain/contact/person.ts';
import type { CampaignEvent } from '../../src/domain/events/campaign-event.ts';
import type { Store, Turn } from '../../src/persistence/contract/store.ts';
import { nothingDone } from '../../src/persistence/contract/store.ts';
import { now } from './list.ts';

/** Commits one turn and returns the campaign after it; throws when the store refuses it. */
export async function commit(
  store: Store,
  record: CampaignRecord,
  changes: Partial<Turn>,
): Promise<CampaignRecord> {
  const { epoch, rev, seq } = record;
  const next = { ...record, seq: seq + (changes.events?.length ?? 0), turn: `turn-${seq}` };
  const result = await store.commitTurn({
    expected: { epoch, rev, seq },
    record: next,
    ...nothingDone,
    ...changes,
  });
  if (result.kind !== 'committed') throw new Error(`not committed: ${result.kind}`);
  return next;
}

/** The events of a turn, numbered after the last one of the campaign. */
export function eventsOf(
  { seq }: CampaignRecord,
  what: 'minted' | 'ended',
  attempts: readonly Attempt[],
  enrollments: readonly Enrollment[] = [],
): Pick<Turn, 'events'> {
  const drafts = [
    ...attempts.map(({ id, position, step }) => ({
      type: `attempt.${what}` as const,
      position,
      attempt: id,
      data: { step, number: 1 },
    })),
    ...enrollments.map(({ position, state }) => ({
      type: 'enrollment.suppressed' as const,
      position,
      attempt: null,
      data: { reason: state },
    })),
  ];
  return {
    events: drafts.map(
      (draft, index) => ({ ...draft, seq: seq + index + 1, at: now, by: null }) as CampaignEvent,
    ),
  };
}

/** Persons as a turn stores them: each with the revision it was read at. */
export function changes(persons: readonly Person[]): Turn['persons'] {
  return persons.map((person) => ({ person, expectedRev: person.rev - 1 }));
}
