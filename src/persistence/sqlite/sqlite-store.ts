import type { BatchBudget, Store } from '../contract/store.ts';
import type { Connection } from './connection/connection.ts';
import { isDiskTrouble, translateFailure } from './connection/failures.ts';
import { writeCopy } from './backup/write-copy.ts';
import { refuseMoved } from './connection/move-mark.ts';
import { createHealth } from './connection/health.ts';
import { inspectFile } from './connection/inspect.ts';
import { openConnection, type OpenOptions } from './connection/open.ts';
import { peekFile } from './connection/peek.ts';
import type { Peek } from './connection/peek.ts';
import type { Plain, SyncStore } from './sync-store.ts';
import type { LastBeats } from './campaigns/claims.ts';
import { createVerbs } from './verbs.ts';

export { createFairStore } from './fair-store.ts';

/**
 * Opens the embedded store: one file, one process, every commit on the disk before it is acknowledged. Throws
 * `store.locked`, `store.corrupt`, `store.foreign`, `store.newer`, `store.unreadable`, `store.missing`,
 * `store.frames-lost`, `store.full` or `store.moved`.
 */
export async function openSqliteStore(options: OpenOptions): Promise<Store> {
  const connection = openConnection(options);
  try {
    refuseMoved({ connection, path: options.path });
  } catch (error) {
    connection.close();
    throw error;
  }
  const lastBeats = forgetInstances(connection);
  return createSqliteStore({ connection, path: options.path, lastBeats });
}

/**
 * Returns the version of a file's schema, 0 if it has none. The file is not changed. Throws the same errors as opening
 * it.
 */
export function readSchemaVersion({ path }: Pick<OpenOptions, 'path'>): number {
  return inspectFile({ path });
}

/** Returns what needs a service in a file. The file is not changed. Throws the same errors as opening it. */
export function peekStore({ path }: Pick<OpenOptions, 'path'>): Peek {
  return peekFile({ path });
}

/** A commit of this size blocks the thread for some tens of milliseconds. */
const batchBudget: BatchBudget = { events: 2_000, mints: 250, newcomers: 250 };

/**
 * Creates the store on an open connection. It works in this thread: its promises are settled when they are returned.
 */
export function createSqliteStore({
  connection,
  path,
  lastBeats = new Map(),
}: {
  connection: Connection;
  path: string;
  lastBeats?: LastBeats;
}): Store {
  const health = createHealth({ connection });
  const verbs = createVerbs({ connection, check: health.check, lastBeats });
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
    batchBudget: () => batchBudget,
    async backUp({ path: copy }) {
      try {
        refuseIfGone(connection, 'backUp');
        await writeCopy({ connection, copy });
      } catch (error) {
        throw translateFailure({ error, path: copy });
      }
    },
  };
}

/** The files are checked at heartbeats and health checks. Once they are gone, every call fails. */
const lookingVerbs: ReadonlySet<string> = new Set(['beat', 'health']);

function refuseIfGone({ guard }: Connection, verb: string): void {
  if (verb !== 'close' && (guard?.isLost() || lookingVerbs.has(verb))) guard?.check();
}

/** If the files are gone, that is the cause of the failure. */
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

/** Creates an asynchronous verb from each synchronous one. */
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

/**
 * The lock proves that every process that used the file before is dead. Its campaigns are therefore free at once. Returns the
 * last heartbeats, for the takeovers that follow.
 */
function forgetInstances(connection: Connection): LastBeats {
  const forgotten = connection.transact(() =>
    connection.prepare('DELETE FROM instances RETURNING id, beat_at').all(),
  );
  return new Map(forgotten.map(([id, beatAt]) => [id as string, beatAt as number | null]));
}

function describeSynchronous(connection: Connection): string {
  const journal = String(connection.readOne('PRAGMA journal_mode')).toUpperCase();
  const level = ['OFF', 'NORMAL', 'FULL', 'EXTRA'][Number(connection.readOne('PRAGMA synchronous'))];
  const version = connection.readOne('SELECT sqlite_version()');
  return `${journal}, synchronous ${level}, SQLite ${String(version)}`;
}
