import type { Store } from '../contract/store.ts';
import { createAttemptLists } from './reads/attempt-lists.ts';
import { createAttempts } from './reads/attempts.ts';
import { createHeads } from './reads/campaign-heads.ts';
import { createCampaigns } from './tables/campaigns.ts';
import { createChunks } from './turn/chunks.ts';
import type { Connection } from './connection/connection.ts';
import { createContactKeys } from './turn/contact-keys.ts';
import { createDue } from './reads/due.ts';
import { createEnrollments } from './reads/enrollments.ts';
import { createEvents } from './tables/events.ts';
import { isDiskTrouble, translateFailure } from './connection/failures.ts';
import { createHealth } from './connection/health.ts';
import { createImports } from './tables/imports.ts';
import { createInbox } from './turn/inbox.ts';
import { inspectFile } from './connection/inspect.ts';
import { createLimits } from './tables/limits.ts';
import { openConnection, type OpenOptions } from './connection/open.ts';
import { createNameSearch } from './reads/name-search.ts';
import { createOpenAttempts } from './reads/open-attempts.ts';
import { createOwnership } from './tables/ownership.ts';
import { createParties } from './turn/parties.ts';
import { peekFile } from './connection/peek.ts';
import type { Peek } from './connection/peek.ts';
import { createPeople } from './reads/people.ts';
import { createRemovals } from './tables/removals.ts';
import { createRequests } from './tables/requests.ts';
import { createSeries } from './tables/series.ts';
import { createSettings } from './tables/settings.ts';
import { createSuppressions } from './tables/suppressions.ts';
import type { SyncStore } from './sync-store.ts';
import { createTransitionCounts } from './tables/transition-counts.ts';
import { createTurns } from './turn/turns.ts';

export { createFairStore } from './fair-store.ts';

/**
 * Opens the embedded store: one file, one process, every commit on the disk before it is acknowledged. Throws
 * `store.locked`, `store.corrupt`, `store.foreign`, `store.newer`, `store.unreadable`, `store.missing`, `store.frames-lost` or
 * `store.full`.
 */
export async function openSqliteStore(options: OpenOptions): Promise<Store> {
  const connection = openConnection(options);
  forgetInstances(connection);
  return createSqliteStore({ connection, path: options.path });
}

/** The version of a file's schema, 0 where there is none yet; the file is left as it is. Throws as opening it does. */
export function readSchemaVersion({ path }: Pick<OpenOptions, 'path'>): number {
  return inspectFile({ path });
}

/** What needs a service in a file; the file is left as it is. Throws as opening it does. */
export function peekStore({ path }: Pick<OpenOptions, 'path'>): Peek {
  return peekFile({ path });
}

/** The store on an open connection. It works in this thread: its promises are settled when they are returned. */
export function createSqliteStore({ connection, path }: { connection: Connection; path: string }): Store {
  const health = createHealth({ connection });
  const readHead = createHeads({ connection });
  const requests = createRequests({ connection });
  const suppressions = createSuppressions({ connection, requests });
  const contactKeys = createContactKeys({ connection, readHead, suppressions });
  const chunks = createChunks({ connection, suppressions });
  const events = createEvents({ connection, readHead });
  const inbox = createInbox({ connection });
  const series = createSeries({ connection, readHead });
  const transitionCounts = createTransitionCounts({ connection, readHead });
  const openAttempts = createOpenAttempts({ connection });
  const verbs: Omit<SyncStore, Plain> = {
    health: health.check,
    close: connection.close,
    ...createCampaigns({ connection, events, requests }),
    ...createRemovals({ connection, requests }),
    ...createOwnership({ connection }),
    ...createTurns({
      connection,
      readHead,
      chunks,
      contactKeys,
      events,
      inbox,
      requests,
      suppressions,
      transitionCounts,
      series,
    }),
    ...createDue({ connection, readHead }),
    ...createEnrollments({ connection, readHead }),
    ...createPeople({ connection, readHead }),
    ...createNameSearch({ connection, readHead }),
    ...createParties({ connection }),
    findByKeys: contactKeys.findByKeys,
    ...createAttempts({ connection, readHead, openAttempts }),
    ...createAttemptLists({ connection, readHead, openAttempts }),
    ...createImports({ connection, readHead, suppressions }),
    ...createSettings({ connection, requests }),
    ...createLimits({ connection }),
    putInbox: inbox.putInbox,
    readInbox: inbox.readInbox,
    listInboxes: inbox.listInboxes,
    readSeries: series.readSeries,
    readTransitionCounts: transitionCounts.readTransitionCounts,
    readEvents: events.readEvents,
    readLogChunks: events.readLogChunks,
    readRequest: requests.readRequest,
    putReply: requests.putReply,
    removeRequest: requests.removeRequest,
    dropRequests: requests.dropRequests,
    putSuppression: suppressions.putSuppression,
    removeSuppression: suppressions.removeSuppression,
    listSuppressions: suppressions.listSuppressions,
  };
  const synchronous = describeSynchronous(connection);
  const schemaVersion = Number(connection.readOne('PRAGMA user_version'));
  return {
    ...promised(verbs, {
      before: (verb) => refuseIfGone(connection, verb),
      translate(error) {
        const failure = goneFirst(connection, translateFailure({ error, path }));
        health.noteFailure(failure);
        return failure;
      },
    }),
    describe: () => `SQLite ${path}, ${synchronous}`,
    schemaVersion: () => schemaVersion,
  };
}

/** Heartbeats and questions after its health are when the files are looked at; once they are gone nothing is answered. */
const lookingVerbs: ReadonlySet<string> = new Set(['beat', 'health']);

function refuseIfGone({ guard }: Connection, verb: string): void {
  if (verb !== 'close' && (guard?.isLost() || lookingVerbs.has(verb))) guard?.check();
}

/** Whatever went wrong with files that are not there any more went wrong because of that. */
function goneFirst({ guard }: Connection, failure: unknown): unknown {
  if (!isDiskTrouble(failure)) return failure;
  try {
    guard?.check();
    return failure;
  } catch (gone) {
    return gone;
  }
}

type Verb = (...input: never[]) => unknown;
/** What answers at once. */
type Plain = 'describe' | 'schemaVersion';

/** Makes an asynchronous verb of each synchronous one. */
function promised(
  verbs: Omit<SyncStore, Plain>,
  { before, translate }: { before: (name: string) => void; translate: (error: unknown) => unknown },
): Omit<Store, Plain> {
  const wrap =
    (name: string, verb: Verb): Verb =>
    async (...input) => {
      try {
        before(name);
        return verb(...input);
      } catch (error) {
        throw translate(error);
      }
    };
  const entries = Object.entries(verbs).map(([name, verb]) => [name, wrap(name, verb)] as const);
  return Object.fromEntries(entries) as unknown as Omit<Store, Plain>;
}

/** The lock proves that every process that used the file before is dead, so its campaigns are free at once. */
function forgetInstances(connection: Connection): void {
  connection.transact(() => connection.prepare('DELETE FROM instances').run());
}

function describeSynchronous(connection: Connection): string {
  const journal = String(connection.readOne('PRAGMA journal_mode')).toUpperCase();
  const level = ['OFF', 'NORMAL', 'FULL', 'EXTRA'][Number(connection.readOne('PRAGMA synchronous'))];
  const version = connection.readOne('SELECT sqlite_version()');
  return `${journal}, synchronous ${level}, SQLite ${String(version)}`;
}
