import type { RejectedRow } from '../domain/contact.ts';
import type { Calendar, SendWindow } from '../domain/window-rules.ts';
import type { Columns } from './columns.ts';
import type { FoundPhone } from './phone.ts';
import { createRegions } from './regions.ts';
import { createZoneCells } from './zone-cells.ts';

export type Place = {
  phone: FoundPhone | null;
  country: string | null;
  /** The cells, empty if there is none. */
  zone: string;
  state: string;
};

type Refusal = Pick<RejectedRow, 'code' | 'detail'>;

/**
 * Decides whose hours and holidays count for a row: its time zone cell, else the zones of the number, else the
 * campaign's fallback, else the zone in which a campaign with a fixed zone counts anyway; else it is refused.
 * Equal calendars are one object.
 */
export function createCalendars({ sendWindow, columns }: { sendWindow: SendWindow; columns: Columns }): {
  of: (place: Place) => Calendar | Refusal;
} {
  const { regionOf } = createRegions();
  const readZoneCell = createZoneCells();
  const fixed = sendWindow.timezone === 'recipient' ? undefined : sendWindow.timezone;
  const fallbackName = sendWindow.fallbackTimezone ?? fixed;
  const fallback = fallbackName === undefined ? null : [fallbackName];
  const remedy = columns.roles.time_zone === undefined ? 'add a timezone column' : 'fill in the time zone';
  const calendars = new Map<string, Calendar>();

  const zonesOf = ({ phone, country, zone }: Place): readonly string[] | Refusal => {
    if (zone !== '') {
      const read = readZoneCell({ text: zone, country });
      return 'zones' in read ? read.zones : { code: 'contact.timezone-invalid', detail: read.problem };
    }
    const zones = phone?.zones ?? fallback;
    if (zones) return zones;
    const why = phone === null ? 'the row does not say where the person is' : phone.why;
    return { code: 'contact.timezone-unknown', detail: `${why}: ${remedy}` };
  };

  return {
    of(place) {
      const zones = zonesOf(place);
      if ('code' in zones) return zones;
      const region = place.country === null ? null : regionOf({ country: place.country, state: place.state });
      const key = `${zones.join(',')}|${region ?? ''}`;
      const calendar = calendars.get(key) ?? { zones, region };
      calendars.set(key, calendar);
      return calendar;
    },
  };
}
