import type { Db } from 'mongodb';
import { RingmasterError } from '../../domain/errors.ts';
import { connectMongo } from './connection/connect.ts';
import { translateFailure } from './connection/failures.ts';
import { collectionNames, collectionsOf } from './documents/collections.ts';
import type { Collections } from './documents/collections.ts';
import type { CopiedTo, MoveDoc } from './documents/move-document.ts';

/** The database into which a store is moved. Every verb rejects with the errors of the store. */
export type MoveTarget = {
  db: Db;
  collections: Collections;
  /** The servers and the database, without credentials. */
  name: string;
  /** Returns what is stored about the move into this database, or null. */
  read: () => Promise<MoveDoc | null>;
  /**
   * Begins a move, or continues it. Rejects with `store.not-empty` if the database has other data, or if an instance uses
   * it.
   */
  begin: (move: string) => Promise<MoveDoc>;
  noteCopied: (table: string, to: CopiedTo) => Promise<void>;
  /** Lets instances use the database. */
  complete: () => Promise<void>;
  /** Returns whether no instance may use the database from now on; false if one has used it. */
  undo: (move: string) => Promise<boolean>;
  /** Rejects with `store.not-empty` if an instance uses the database. */
  refuseInstances: () => Promise<void>;
  close: () => Promise<void>;
};

const id = 'embedded';
/** Collections that a database without data may have documents in. */
const withoutData: ReadonlySet<string> = new Set([
  'meta',
  'moves',
  'openSessions',
  'counters',
  'incarnations',
]);

/** Connects to the database of a connection string. Rejects with the errors of `connectMongo`. */
export async function openMoveTarget(input: { uri: string; database?: string }): Promise<MoveTarget> {
  return connectMongo(input, async ({ client, db, where }) => {
    const collections = collectionsOf(db);
    const { moves, instances, incarnations } = collections;
    const name = `${where}, database ${db.databaseName}`;
    const read = (): Promise<MoveDoc | null> => moves.findOne({ _id: id });
    const refuseInstances = async (): Promise<void> => {
      const [found] = await instances.find().limit(1).toArray();
      if (found) throw notEmpty(db, `The instance ${found._id} uses the database ${db.databaseName}.`);
    };
    const verbs = {
      read,
      refuseInstances,
      async begin(move: string) {
        const known = await read();
        if (known?.move === move) {
          if (known.state === 'copying' && !known.tables['incarnations']) await incarnations.deleteMany();
          return known;
        }
        if (known) throw notEmpty(db, `Another store was moved into the database ${db.databaseName}.`);
        await refuseInstances();
        await refuseData(db);
        const document: MoveDoc = { _id: id, move, state: 'copying', tables: {} };
        await moves.insertOne(document);
        // The database continues the life of the store.
        await incarnations.deleteMany();
        return document;
      },
      async noteCopied(table: string, to: CopiedTo) {
        await moves.updateOne({ _id: id }, { $set: { [`tables.${table}`]: to } });
      },
      async complete() {
        await moves.updateOne({ _id: id, state: 'copying' }, { $set: { state: 'copied' } });
      },
      async undo(move: string) {
        const state = { $in: ['copying', 'copied', 'undone'] as const };
        await moves.updateOne({ _id: id, move, state }, { $set: { state: 'undone' } });
        const left = await read();
        return left?.move !== move || left.state === 'undone';
      },
    };
    return { db, collections, name, ...translated(verbs, where), close: () => client.close() };
  });
}

async function refuseData(db: Db): Promise<void> {
  for (const name of collectionNames) {
    if (withoutData.has(name)) continue;
    if (await db.collection(name).findOne({}, { projection: { _id: 1 } }))
      throw notEmpty(db, `The database ${db.databaseName} has data in ${name}.`);
  }
}

function notEmpty(db: Db, message: string): RingmasterError {
  return new RingmasterError({
    code: 'store.not-empty',
    family: 'conflict',
    message: `${message} Nothing was moved.`,
    hint: 'Stop its instances and set an empty database in MONGODB_URI.',
    details: { database: db.databaseName },
  });
}

/** Returns the verbs with the errors of the driver translated. */
function translated<Verbs extends Record<string, (...input: never[]) => Promise<unknown>>>(
  verbs: Verbs,
  where: string,
): Verbs {
  const wrap =
    (verb: (...input: never[]) => Promise<unknown>) =>
    async (...input: never[]) => {
      try {
        return await verb(...input);
      } catch (error) {
        throw translateFailure({ error, where });
      }
    };
  return Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [name, wrap(verb)])) as Verbs;
}
