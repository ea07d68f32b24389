import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Calendar } from '../../domain/time/window-rules.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { tallyBucketMs } from '../../persistence/contract/store.ts';
import { createZoneTimes } from '../../rules/windows/zone-time.ts';
import { instantText } from '../instants.ts';
import type { ReadCampaignFacts } from '../campaign-facts.ts';

/** The contacts of one calendar by the first local hour in which they may be contacted. */
export type CalendarHours = Calendar & {
  /** The zone of these hours: of several zones, the one that opens last. */
  timeZone: string;
  /** By time; `hour` is local (`YYYY-MM-DDTHH`), `at` its start in UTC (RFC 3339). Hours without contacts are left out. */
  hours: { hour: string; at: string; contacts: number }[];
  /** Contacts whose window does not open within 400 days. */
  neverOpen: number;
};

const hourMs = 3_600_000;

/**
 * When waiting contacts may first be contacted, by their due times and windows, regardless of limits and other
 * contacts. Due times are those of the tallies, to a quarter of an hour. Calendars without such contacts are left
 * out.
 */
export async function hoursView({
  store,
  readCampaignFacts,
  record,
  now,
}: {
  store: Pick<Store, 'readCalendars'>;
  readCampaignFacts: ReadCampaignFacts;
  record: CampaignRecord;
  now: number;
}): Promise<CalendarHours[]> {
  const { tallies, windowOf, status } = await readCampaignFacts({ record, now });
  const calendars = await store.readCalendars(record.id);
  const zoneTimes = createZoneTimes();
  return calendars.flatMap(({ number, calendar }) => {
    const { nextOpening, timeZone } = windowOf(number);
    const zone = zoneTimes(timeZone);
    const byHour = new Map<number, { at: number; contacts: number }>();
    let neverOpen = 0;
    for (const { dueClass, bucket, contacts } of tallies.filter((tally) => tally.calendar === number)) {
      const due = status.effective({ dueClass, dueAt: bucket * tallyBucketMs });
      const at = nextOpening(Math.max(now, due));
      if (at === null) neverOpen += contacts;
      else {
        const offsetMs = zone?.spanAt(at).offsetMs ?? 0;
        const hour = Math.floor((at + offsetMs) / hourMs);
        const known = byHour.get(hour) ?? { at: hour * hourMs - offsetMs, contacts: 0 };
        byHour.set(hour, { ...known, contacts: known.contacts + contacts });
      }
    }
    if (byHour.size === 0 && neverOpen === 0) return [];
    const hours = [...byHour]
      .sort(([left], [right]) => left - right)
      .map(([hour, { at, contacts }]) => ({
        hour: new Date(hour * hourMs).toISOString().slice(0, 13),
        at: instantText(at),
        contacts,
      }));
    return [{ ...calendar, timeZone, hours, neverOpen }];
  });
}
