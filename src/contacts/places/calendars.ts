import type { RejectedRow } from '../../domain/contact/contact.ts';
import type { Calendar, SendWindow } from '../../domain/time/window-rules.ts';
import type { Columns } from '../columns/columns.ts';
import type { FoundPhone } from '../numbers/phone.ts';
import { createRegions } from './regions.ts';
import { createZoneCells } from './zone-cells.ts';

export type Place = {
  phone: FoundPhone | null;
  /** The country of the row; without one, that of the campaign. */
  country: string | null;
  /** The cells of time zone and state; empty if there is none. */
  zone: string;
  state: string;
};

type Refusal = Pick<RejectedRow, 'code' | 'detail'>;

/**
 * Creates the function that decides whose hours and holidays apply to a row. Hours: its time zone cell, else the
 * zones of the number, else the fallback of the campaign, else the fixed zone of the campaign, else the row is
 * rejected. Holidays: those of every region that the state cell or the number fits, and those of the row's country if
 * the number belongs to another one. Equal calendars are the same object.
 */
export function createCalendars({ sendWindow, columns }: { sendWindow: SendWindow; columns: Columns }): {
  of: (place: Place) => Calendar | Refusal;
} {
  const { regionsOf } = createRegions();
  const readZoneCell = createZoneCells();
  const fixed = sendWindow.timezone === 'recipient' ? undefined : sendWindow.timezone;
  const fallbackName = sendWindow.fallbackTimezone ?? fixed;
  const fallback = fallbackName === undefined ? null : [fallbackName];
  const remedy = columns.roles.time_zone === undefined ? 'add a timezone column' : 'fill in the time zone';
  const calendars = new Map<string, Calendar>();

  const zonesOf = ({ phone, country, zone }: Place): readonly string[] | Refusal => {
    if (zone !== '') {
      const read = readZoneCell({ text: zone, country: phone?.country ?? country });
      return 'zones' in read ? read.zones : { code: 'contact.timezone-invalid', detail: read.problem };
    }
    const zones = phone?.zones ?? fallback;
    if (zones) return zones;
    const reason = phone === null ? 'the row does not say where the contact is' : phone.reason;
    return { code: 'contact.timezone-unknown', detail: `${reason}: ${remedy}` };
  };

  const allRegions = ({ phone, country, state }: Place, zones: readonly string[]): readonly string[] => {
    const home = phone?.country ?? null;
    const ofNumber =
      phone === null || home === null
        ? []
        : regionsOf({ country: home, state, national: placedNumber({ phone, zones }) });
    if (country === null || country === phone?.country) return ofNumber;
    return [...ofNumber, ...regionsOf({ country, state, national: null })];
  };

  return {
    of(place) {
      const zones = zonesOf(place);
      if ('code' in zones) return zones;
      const regions = allRegions(place, zones);
      const key = `${zones.join(',')}|${regions.join(',')}`;
      const calendar = calendars.get(key) ?? { zones, regions };
      calendars.set(key, calendar);
      return calendar;
    },
  };
}

/**
 * Returns the digits that show where a number is; null if they do not, or if the row says that the contact is
 * elsewhere.
 */
export function placedNumber({
  phone,
  zones,
}: {
  phone: Pick<FoundPhone, 'national' | 'zones'>;
  zones: readonly string[];
}): string | null {
  return phone.zones?.some((zone) => zones.includes(zone)) ? phone.national : null;
}
