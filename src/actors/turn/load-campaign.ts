import { isOpen } from '../../domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { OwnedCampaign } from '../../persistence/contract/campaigns/owned.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { storedActivity } from '../../rules/activity-log.ts';
import { readSnapshot, stateOf, tallyKey, windowLookup } from './campaign-memory.ts';
import type { CampaignMemory, OpenAttempt, WindowsFor } from './campaign-memory.ts';

type Stored = Omit<OwnedCampaign, 'held' | 'hasEvents'>;

type LoadInput = {
  windowsFor: WindowsFor;
  /** Repairs a record that cannot be read. */
  readable: (record: CampaignRecord) => Promise<CampaignRecord>;
};

/** Returns the memory of a campaign that was read completely. */
export async function memoryFrom(
  { record: found, calendars: stored, tallies, ...rows }: Stored,
  { windowsFor, readable }: LoadInput,
): Promise<CampaignMemory> {
  const record = await readable(found);
  const position = readSnapshot(record);
  const reason = position.context.waiting?.reason ?? null;
  const calendars = new Map(stored.map(({ number, calendar }) => [number, calendar]));
  return {
    record,
    position,
    calendars,
    tallies: new Map(tallies.map((tally) => [tallyKey(tally), tally])),
    open: openFrom(rows),
    noted: storedActivity({ doing: stateOf(position).doing, reason }),
    windowOf: windowLookup({ definition: record.definition, calendars, windowsFor }),
  };
}

function openFrom({
  attempts,
  enrollments,
  persons,
}: Pick<Stored, 'attempts' | 'enrollments' | 'persons'>): Map<string, OpenAttempt> {
  const byPosition = new Map(enrollments.map((row) => [row.position, row]));
  const open = new Map<string, OpenAttempt>();
  for (const attempt of attempts) {
    const enrollment = byPosition.get(attempt.position);
    const person = enrollment && persons.get(enrollment.person);
    if (isOpen(attempt.state) && enrollment && person) open.set(attempt.id, { attempt, enrollment, person });
  }
  return open;
}

/** Reads a campaign completely, at an instance that does not own it. Returns null if there is none. */
export async function loadCampaign({
  store,
  campaign,
  ...input
}: LoadInput & { store: Store; campaign: string }): Promise<CampaignMemory | null> {
  const record = await store.readCampaign(campaign);
  if (!record) return null;
  const attempts = await store.readOpenAttempts(campaign);
  const positions = [...new Set(attempts.map(({ position }) => position))];
  const enrollments = await store.readEnrollments({ campaign, positions });
  const stored = {
    record,
    attempts,
    enrollments,
    calendars: await store.readCalendars(campaign),
    tallies: await store.readTallies(campaign),
    persons: await store.readPersons(enrollments.map(({ person }) => person)),
  };
  return memoryFrom(stored, input);
}
