import { phoneAddress } from '../../../src/domain/contact/address.ts';
import type { Draw } from '../draw.ts';
import type { ListedPerson } from './opt-outs.ts';

/** Two of the last digits decide the carrier's outcome; those above 14 are drawn. */
const suffixes = [
  '00',
  '01',
  '02',
  '03',
  '04',
  '06',
  '07',
  '09',
  '14',
  '20',
  '33',
  '47',
  '58',
  '61',
  '75',
  '82',
  '96',
];

const zones: readonly (readonly [string, string])[] = [
  ['America/New_York', 'US-NY'],
  ['America/Los_Angeles', 'US-CA'],
  ['Europe/Berlin', 'DE-BE'],
  ['Australia/Sydney', 'AU-NSW'],
];

/** What the list has to say to somebody; some of it says nothing. */
const sayings = ['Your parcel is here.', 'See you at 9.', 'Hello!', '', '  ', '...', '\u200B'];

/** A row of a list as the import hands it on. */
export function personOf({
  row,
  phone,
  name,
  place: [zone, region],
  externalId = null,
  message,
  optedOut = false,
}: {
  row: number;
  phone: string;
  name: string;
  /** Time zone and region of the number. */
  place: readonly [string, string];
  externalId?: string | null;
  message: string;
  optedOut?: boolean;
}): ListedPerson {
  return {
    row,
    identity: externalId === null ? `tel:${phone}` : `id:${externalId}`,
    address: phone,
    calendar: { zones: [zone], regions: [region] },
    optedOut,
    cells: [phone],
    contact: {
      name,
      addresses: [phoneAddress(phone)],
      externalId,
      timeZone: zone,
      variables: { message },
    },
  };
}

/** A whole list, numbered from 1; all in one zone if `home` is its number. */
export function drawPeople(
  draw: Draw,
  { count, home, messages }: { count: number; home: number | null; messages: Draw },
): ListedPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const phone = `+1202${String(5_550_000 + index * 100 + Number(draw.pick(suffixes)))}`;
    const drawn = draw.pick(zones.slice(0, 1 + (index % zones.length)));
    return personOf({
      row: index + 1,
      phone,
      name: `Person ${index}`,
      place: (home === null ? null : zones[home]) ?? drawn,
      externalId: index % 3 === 0 ? `p${index}` : null,
      optedOut: draw.chance(0.02),
      message: messages.pick(sayings),
    });
  });
}
