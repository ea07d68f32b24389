import type { ChannelDay, LastTouch, Person } from '../../../../domain/contact/person.ts';
import type { Party } from '../../../../domain/contact/party.ts';
import type { Column } from '../columns/column.ts';
import { blob, integer, nullable, text } from '../columns/column.ts';
import { declareTable } from '../columns/table.ts';

/** An id that is a row number of this store. */
export const rowId: Column<string> = { ...integer(), encode: Number, decode: String };

/** Text such as `att_1 att_2`; null for none. */
const openAttempts: Column<Person['openAttempts']> = {
  ...nullable(text({ personal: null })),
  encode: (ids) => (ids.length > 1 ? ids.join(' ') : (ids[0] ?? null)),
  decode: (cell) => (cell === null ? [] : String(cell).split(' ')),
};

/**
 * Text such as `voice 2027-03-01 2 email 2027-03-01 1`; null for none. Names of channels and days contain no spaces.
 */
const days: Column<Person['days']> = {
  ...nullable(text({ personal: null })),
  encode(counts) {
    let text: string | null = null;
    for (const channel of Object.keys(counts)) {
      const { day, count } = counts[channel] as ChannelDay;
      const words = `${channel} ${day} ${count}`;
      text = text === null ? words : `${text} ${words}`;
    }
    return text;
  },
  decode: (cell) => (cell === null ? {} : daysFrom(String(cell).split(' '))),
};

/** Text such as `voice:kz3x8g1c,kz3x9abc email:kz3x8g1c`, instants in base 36; null for none. */
const recent: Column<Person['recent']> = {
  ...nullable(text({ personal: null })),
  encode(starts) {
    const channels = Object.keys(starts).filter((channel) => starts[channel]?.length);
    if (channels.length === 0) return null;
    return channels.map((channel) => `${channel}:${startsText(starts[channel] ?? [])}`).join(' ');
  },
  decode: (cell) => (cell === null ? {} : startsFrom(String(cell))),
};

function startsText(starts: readonly number[]): string {
  return starts.map((start) => start.toString(base)).join(',');
}

const base = 36;

function startsFrom(text: string): Person['recent'] {
  const starts: Record<string, readonly number[]> = {};
  for (const part of text.split(' ')) {
    const [channel = '', list = ''] = part.split(':');
    starts[channel] = list.split(',').map((start) => Number.parseInt(start, base));
  }
  return starts;
}

/** Text such as `cmp_1 1803891600000`. */
const lastTouch: Column<LastTouch> = {
  ...text({ personal: null }),
  encode: ({ campaign, at }) => `${campaign} ${at}`,
  decode(cell) {
    const [campaign = '', at] = String(cell).split(' ');
    return { campaign, at: Number(at) };
  },
};

function daysFrom(words: readonly string[]): Person['days'] {
  const counts: Record<string, ChannelDay> = {};
  for (let index = 0; index + 2 < words.length; index += 3) {
    counts[words[index] ?? ''] = { day: words[index + 1] ?? '', count: Number(words[index + 2]) };
  }
  return counts;
}

export const persons = declareTable<Person>({
  table: 'persons',
  own: { room: nullable(blob()) },
  fields: {
    id: rowId,
    client: text({ personal: null }),
    rev: integer(),
    openAttempts,
    days,
    recent,
    lastTouch: nullable(lastTouch),
    optOut: nullable(text({ personal: 'free-text' })),
    mergedInto: nullable(rowId),
  },
});

/** The person to which an address belongs. */
export const parties = declareTable<Party>({
  table: 'parties',
  fields: {
    address: text({ personal: 'address' }),
    client: text({ personal: null }),
    person: rowId,
  },
});
