import type { ClientSession } from 'mongodb';
import { consentedChannels, recordOver } from '../../../domain/consent/consent.ts';
import type { Consent } from '../../../domain/consent/consent.ts';
import type { ConsentStore } from '../../contract/persons/consents.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Requests } from '../clients/requests.ts';
import type { Collections } from '../documents/collections.ts';
import type { Persons } from './persons.ts';

/** Returns the channels for which the person with these keys has a consent. They are among the keys that were asked for. */
export type ConsentsFor = (keys: readonly string[]) => readonly string[];

export type Consents = ConsentStore & {
  /** Resolves with the function that finds the consents of these keys of a client at an instant. */
  openConsents: (
    input: { client: string; at: number; keys: readonly string[] },
    session?: ClientSession,
  ) => Promise<ConsentsFor>;
};

/** Returns the id of a consent. Names of clients and channels contain no spaces. */
export function consentId({
  client,
  channel,
  address,
}: Pick<Consent, 'client' | 'channel' | 'address'>): string {
  return `${client} ${channel} ${address}`;
}

type Parts = {
  collections: Pick<Collections, 'consents'>;
  clientLog: ClientLog;
  persons: Pick<Persons, 'meetTurnsUnderWay'>;
  requests: Requests;
};

/** Stores the consents of persons. */
export function createConsents(parts: Parts): Consents {
  const { consents } = parts.collections;
  return {
    putConsents: ({ client, consents: recorded }, request) =>
      parts.requests.once({ request, client, work: (session) => put(consents, recorded, session) }),
    withdrawConsents: createWithdraw(parts),
    async readConsents({ client, address }) {
      const found = await consents.find({ client, address }).sort({ channel: 1 }).toArray();
      return found.map(({ _id, ...consent }) => consent);
    },
    async listConsents({ client, after, limit }) {
      const cursor = readCursor({ after, form: ['', '', ''] as const });
      const later = cursor && {
        $or: [
          { client: cursor[0], address: cursor[1], channel: { $gt: cursor[2] } },
          { client: cursor[0], address: { $gt: cursor[1] } },
          { client: { $gt: cursor[0] } },
        ],
      };
      const found = await consents
        .find({ ...(client !== undefined && { client }), ...later })
        .sort({ client: 1, address: 1, channel: 1 })
        .limit(limit + 1)
        .toArray();
      return toPage({
        found: found.map(({ _id, ...consent }) => consent),
        limit,
        cursorOf: (consent) => [consent.client, consent.address, consent.channel],
      });
    },
    async openConsents({ client, at, keys }, session) {
      const inSession = session && { session };
      const any = await consents.findOne({ client }, { projection: { _id: 1 }, ...inSession });
      if (any === null) return () => [];
      const found = await consents
        .find({ client, address: { $in: [...new Set(keys)] } }, { ...inSession })
        .toArray();
      const byKey = Map.groupBy(found, ({ address }) => address);
      return (theirs) =>
        consentedChannels(
          [...new Set(theirs)].flatMap((key) => byKey.get(key) ?? []),
          at,
        );
    },
  };
}

async function put(
  consents: Collections['consents'],
  recorded: readonly Consent[],
  session: ClientSession,
): Promise<readonly Consent[]> {
  const found = await consents.find({ _id: { $in: recorded.map(consentId) } }, { session }).toArray();
  const current = new Map<string, Consent>(found.map(({ _id, ...consent }) => [_id, consent]));
  const changed = new Map<string, Consent>();
  const stored = recorded.map((consent) => {
    const id = consentId(consent);
    const after = recordOver(current.get(id) ?? null, consent);
    if (after === consent) changed.set(id, after);
    current.set(id, after);
    return after;
  });
  if (changed.size > 0)
    await consents.bulkWrite(
      [...changed].map(([_id, consent]) => ({
        replaceOne: { filter: { _id }, replacement: { ...consent }, upsert: true },
      })),
      { session, ordered: false },
    );
  return stored;
}

function createWithdraw({
  collections: { consents },
  clientLog,
  persons,
  requests,
}: Parts): ConsentStore['withdrawConsents'] {
  return async ({ client, address, channel, why, by, at }, request) => {
    const withdrawn = await requests.once({
      request,
      client,
      async work(session) {
        const theirs = await consents
          .find({ client, address, withdrawnAt: null, ...(channel !== null && { channel }) }, { session })
          .sort({ channel: 1 })
          .toArray();
        const ids = theirs.map(({ _id }) => _id);
        await consents.updateMany({ _id: { $in: ids } }, { $set: { withdrawnAt: at } }, { session });
        for (const consent of theirs) {
          const data = { address, channel: consent.channel, ...(why !== null && { why }) };
          await clientLog.append(client, { type: 'consent.withdrawn', at, by, data }, session);
        }
        return theirs.map((consent) => consent.channel);
      },
    });
    await persons.meetTurnsUnderWay([address]);
    return withdrawn;
  };
}
