import { everyClient } from '../../domain/contact/party.ts';
import { keyKind } from '../../domain/contact/opt-out.ts';
import { isInForce } from '../../domain/do-not-contact/suppression.ts';
import type { Suppression, SuppressionSource } from '../../domain/do-not-contact/suppression.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { ReadNotices } from '../attention/notices.ts';
import { instantOrNull, instantText } from '../instants.ts';

/** An entry of a do-not-contact list; instants are RFC 3339 in UTC. */
export type VerdictEntry = {
  reason: string;
  source: SuppressionSource;
  origin: string | null;
  by: string;
  at: string;
  /** Null if the entry has no end. */
  expiresAt: string | null;
};

/** Whether a client may contact an address, and everything that decides it; instants are RFC 3339 in UTC. */
export type Verdict = {
  client: string;
  address: string;
  kind: ReturnType<typeof keyKind>;
  /** False if a do-not-contact list for all campaigns has the address, or its person has opted out. */
  mayContact: boolean;
  /**
   * The list of the client and the list for all clients, each with its entry of the address or null; then the lists of
   * campaigns that have it. Entries whose end has passed are not shown.
   */
  lists: readonly {
    client: string;
    /** The id of the campaign to which alone the entry applies; null for all campaigns. */
    campaign: string | null;
    entry: VerdictEntry | null;
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
  const clients = [client, everyClient];
  const [found, person, { general }] = await Promise.all([
    store.readSuppressions({ clients, address }),
    store.findPerson({ client, address }),
    readNotices({ client, now }),
  ]);
  const entries = found.filter((entry) => isInForce(entry, now));
  const forAll = entries.filter(({ campaign }) => campaign === null);
  const listOf = (list: string) => {
    const entry = forAll.find((one) => one.client === list);
    return { client: list, campaign: null, entry: entry ? entryOf(entry) : null };
  };
  return {
    client,
    address,
    kind: keyKind(address),
    mayContact: forAll.length === 0 && (person?.optOut ?? null) === null,
    lists: [
      ...clients.map(listOf),
      ...entries
        .filter(({ campaign }) => campaign !== null)
        .map((entry) => ({ client: entry.client, campaign: entry.campaign, entry: entryOf(entry) })),
    ],
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

function entryOf({ reason, source, origin, by, at, expiresAt }: Suppression): VerdictEntry {
  return { reason, source, origin, by, at: instantText(at), expiresAt: instantOrNull(expiresAt) };
}
