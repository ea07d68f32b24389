import type { WebhookPorts } from '../../../channels/contract.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import { nextLocalTime } from '../../../rules/windows/next-local-time.ts';
import { createZoneTimes } from '../../../rules/windows/zone-time.ts';

/** Creates the reader of `WebhookPorts.nextLocalTime`: it reads the time zones of the calendar of the contact. */
export function createLocalTimeReader({
  store,
}: {
  store: Pick<Store, 'readEnrollments' | 'readCalendars'>;
}): WebhookPorts['nextLocalTime'] {
  const zoneTime = createZoneTimes();
  return async ({ attempt: { campaign, position }, minuteOfDay, after }) => {
    const [enrollment] = await store.readEnrollments({ campaign, positions: [position] });
    const calendars = await store.readCalendars(campaign);
    const calendar = calendars.find(({ number }) => number === enrollment?.calendar)?.calendar;
    const zones = (calendar?.zones ?? []).map(zoneTime).filter((zone) => zone !== null);
    if (zones.length === 0) return null;
    return Math.max(...zones.map((zone) => nextLocalTime({ zone, minuteOfDay, after })));
  };
}
