import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';
import type { Store } from '../persistence/contract/store.ts';
import { outlookOf } from '../rules/person/outlook.ts';

/** Why contacts must not be contacted by the steps that are left to them, by position; without those who may be. */
export async function suppressionsOf({
  store,
  record,
  channels,
  enrollments,
}: {
  store: Pick<Store, 'readPersons' | 'readReach'>;
  record: CampaignRecord;
  channels: Pick<Channels, 'find'>;
  enrollments: readonly Enrollment[];
}): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  if (enrollments.length === 0) return found;
  const positions = enrollments.map(({ position }) => position);
  const reaches = new Map(
    (await store.readReach({ campaign: record.id, positions })).map((reach) => [reach.position, reach]),
  );
  const persons = await store.readPersons(enrollments.map(({ person }) => person));
  for (const { position, person, step } of enrollments) {
    const outlook = outlookOf({
      steps: record.definition.steps,
      step,
      channels,
      reach: reaches.get(position) ?? { addresses: [], marks: [] },
      optOut: persons.get(person)?.optOut ?? null,
    });
    if (outlook.type === 'suppressed') found.set(position, outlook.reason);
  }
  return found;
}
