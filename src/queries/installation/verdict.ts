import { everyClient } from '../../domain/contact/party.ts';
import { keyKind } from '../../domain/contact/opt-out.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { ReadNotices } from '../attention/notices.ts';
import { instantOrNull, instantText } from '../instants.ts';

/** Whether a client may contact an address, and everything that decides it; instants are RFC 3339 in UTC. */
export type Verdict = {
  client: string;
  address: string;
  kind: ReturnType<typeof keyKind>;
  /** False if a do-not-contact list has the address, or its person has opted out. */
  mayContact: boolean;
  /** The list of the client and the list for all clients, each with its entry of the address or null. */
  lists: readonly {
    client: string;
    entry: { reason: string; by: string; at: string } | null;
  }[];
  /** What all campaigns of the client know of the person of the address; null if no list has had the address. */
  person: {
    /** The reason of an opt-out of the person by any address; null without one. */
    optOut: string | null;
    openAttempts: number;
    /** The attempts of the last local day that has any, by channel. Campaigns limit them with retry.maxPerDay. */
    days: readonly { channel: string; day: string; attempts: number }[];
    lastTouchAt: string | null;
  } | null;
  /** Emergency stops that hold back the client now, each in a sentence. */
  stops: readonly string[];
};

/** Returns the verdict about an address in its stored form. */
export async function verdictOn({
  store,
  readNotices,
  client,
  address,
  now,
}: {
  store: Pick<Store, 'readSuppressions' | 'findPerson'>;
  readNotices: ReadNotices;
  client: string;
  address: string;
  now: number;
}): Promise<Verdict> {
  const lists = [client, everyClient];
  const [entries, person, { general }] = await Promise.all([
    store.readSuppressions({ lists, address }),
    store.findPerson({ client, address }),
    readNotices({ client, now }),
  ]);
  const entryOf = (list: string) => {
    const found = entries.find((entry) => entry.client === list);
    return found ? { reason: found.reason, by: found.by, at: instantText(found.at) } : null;
  };
  return {
    client,
    address,
    kind: keyKind(address),
    mayContact: entries.length === 0 && (person?.optOut ?? null) === null,
    lists: lists.map((list) => ({ client: list, entry: entryOf(list) })),
    person: person && {
      optOut: person.optOut,
      openAttempts: person.openAttempts.length,
      days: Object.entries(person.days).map(([channel, { day, count }]) => ({
        channel,
        day,
        attempts: count,
      })),
      lastTouchAt: instantOrNull(person.lastTouch?.at ?? null),
    },
    stops: general.map(({ detail }) => detail),
  };
}
