import { consentedChannels, recordOver } from '../../../domain/consent/consent.ts';
import type { Consent } from '../../../domain/consent/consent.ts';
import type { consentVerbs } from '../../contract/persons/consents.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import type { ClientLog } from '../clients/client-log.ts';
import type { Requests } from '../clients/requests.ts';
import type { Connection } from '../connection/connection.ts';
import { upsertInto } from '../rows/columns/sql.ts';
import { consents } from '../rows/persons/consent-rows.ts';
import type { SyncStore } from '../sync-store.ts';

type ConsentVerbs = Pick<SyncStore, (typeof consentVerbs)[number]>;

/** Returns the channels for which the person with these keys has a consent. */
export type ConsentsFor = (keys: readonly string[]) => readonly string[];

export type Consents = ConsentVerbs & {
  /** Returns the function that finds the consents of a client at an instant. It may be used within the running transaction. */
  openConsents: (client: string, at: number) => ConsentsFor;
};

/** Stores the consents of persons. */
export function createConsents({
  connection,
  clientLog,
  requests,
}: {
  connection: Connection;
  clientLog: ClientLog;
  requests: Requests;
}): Consents {
  const { upsert, findOne, find, findAny, list, listOfClient } = prepareConsents(connection);
  const read = (client: string, address: string): Consent[] => find.all(client, address).map(consents.read);
  const put = (consent: Consent): Consent => {
    const { client, address, channel } = consent;
    const row = findOne.get(client, address, channel);
    const stored = recordOver(row ? consents.read(row) : null, consent);
    if (stored === consent) upsert.get(...consents.cells(stored));
    return stored;
  };

  return {
    putConsents: ({ client, consents: recorded }, request) =>
      requests.once({ request, client, work: () => recorded.map(put) }),
    withdrawConsents: ({ client, address, channel, why, by, at }, request) =>
      requests.once({
        request,
        client,
        work() {
          const theirs = read(client, address).filter(
            (consent) => consent.withdrawnAt === null && (channel === null || consent.channel === channel),
          );
          for (const consent of theirs) {
            upsert.get(...consents.cells({ ...consent, withdrawnAt: at }));
            const data = { address, channel: consent.channel, ...(why !== null && { why }) };
            clientLog.append(client, { type: 'consent.withdrawn', at, by, data });
          }
          return theirs.map((consent) => consent.channel);
        },
      }),
    readConsents: ({ client, address }) => read(client, address),
    listConsents({ client: only, after, limit }) {
      const cursor = readCursor({ after, form: ['', '', ''] as const }) ?? (['', '', ''] as const);
      const found =
        only === undefined
          ? list.all(...cursor, limit + 1)
          : listOfClient.all(only, cursor[1], cursor[2], limit + 1);
      return toPage({
        found: found.map(consents.read),
        limit,
        cursorOf: ({ client, address, channel }) => [client, address, channel],
      });
    },
    openConsents(client, at) {
      if (!findAny.get(client)) return () => [];
      return (keys) =>
        consentedChannels(
          [...new Set(keys)].flatMap((key) => read(client, key)),
          at,
        );
    },
  };
}

function prepareConsents({ prepare }: Connection) {
  const select = `SELECT ${consents.select()} FROM consents`;
  return {
    upsert: prepare(upsertInto('consents', { names: consents.names, key: ['client', 'address', 'channel'] })),
    findOne: prepare(`${select} WHERE client = ? AND address = ? AND channel = ?`),
    find: prepare(`${select} WHERE client = ? AND address = ? ORDER BY channel`),
    findAny: prepare('SELECT 1 FROM consents WHERE client = ? LIMIT 1'),
    list: prepare(
      `${select} WHERE (client, address, channel) > (?, ?, ?) ORDER BY client, address, channel LIMIT ?`,
    ),
    listOfClient: prepare(
      `${select} WHERE client = ? AND (address, channel) > (?, ?) ORDER BY address, channel LIMIT ?`,
    ),
  };
}
