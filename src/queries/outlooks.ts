import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';
import type { Store } from '../persistence/contract/store.ts';
import { outlookOf } from '../rules/person/outlook.ts';
import type { Circumstances } from './reason-in-words.ts';
import type { Outlook } from '../rules/person/outlook.ts';

/** Returns whether contacts can be reached for their current steps, by position. */
export async function outlooksOf({
  store,
  record,
  channels,
  enrollments,
  now,
}: {
  store: Pick<Store, 'readPersons' | 'readReach'>;
  record: CampaignRecord;
  channels: Pick<Channels, 'find'>;
  enrollments: readonly Enrollment[];
  /** The business time at which suppressions are checked. */
  now: number;
}): Promise<Map<number, Outlook>> {
  const found = new Map<number, Outlook>();
  if (enrollments.length === 0) return found;
  const positions = enrollments.map(({ position }) => position);
  const reaches = new Map(
    (await store.readReach({ campaign: record.id, positions, at: now })).map((reach) => [
      reach.position,
      reach,
    ]),
  );
  const persons = await store.readPersons(enrollments.map(({ person }) => person));
  for (const { position, person, step, lines } of enrollments) {
    const outlook = outlookOf({
      steps: record.definition.steps,
      step,
      channels,
      reach: { ...(reaches.get(position) ?? { addresses: [], marks: [], consented: [] }), lines },
      consent: record.definition.consent,
      perNumber: record.definition.retry.perNumber,
      optOut: persons.get(person)?.optOut ?? null,
    });
    found.set(position, outlook);
  }
  return found;
}

/** Returns the part of an outlook that sentences about a contact use. */
export function circumstancesOf(outlook: Outlook | undefined): Pick<Circumstances, 'suppressed' | 'skipped'> {
  return {
    suppressed: outlook?.type === 'suppressed' && outlook.until === null ? outlook.reason : null,
    skipped: outlook?.type === 'skip' ? outlook.reason : null,
  };
}
