import type { CreateIndexesOptions, Db, Document, IndexSpecification } from 'mongodb';
import { endedStates } from '../../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../../domain/errors.ts';
import { checkPermissions } from '../examination/permissions.ts';
import { extendSuppressions } from './extend-suppressions.ts';
import { collectionNames, collectionsOf } from '../documents/collections.ts';
import type { Collections } from '../documents/collections.ts';
import { beginFirstIncarnation } from './first-incarnation.ts';
import { convertAlertWebhooks } from './convert-alert-webhooks.ts';

/** The version grows with each change of documents or indexes that an older program does not understand. */
export const schemaVersion = 18;

export type Index = { key: IndexSpecification } & CreateIndexesOptions;

/** All indexes. Each query of the store uses one of them, or `_id`; a test explains every query. */
export const indexes: { readonly [Name in keyof Collections]?: readonly Index[] } = {
  campaigns: [
    { key: { client: 1, name: 1 }, unique: true },
    { key: { name: 1, client: 1 } },
    { key: { number: 1 }, unique: true },
    { key: { createdAt: -1, number: -1 } },
    { key: { client: 1, createdAt: -1, number: -1 } },
    { key: { client: 1, _id: 1 } },
    { key: { state: 1, owner: 1 } },
    { key: { unpublished: 1, _id: 1 }, partialFilterExpression: { unpublished: true } },
    { key: { client: 1, contactsSince: 1, _id: 1 }, partialFilterExpression: { contactsSince: { $gt: 0 } } },
    { key: { client: 1, eventsSince: 1, _id: 1 }, partialFilterExpression: { eventsSince: { $gt: 0 } } },
    { key: { takenAt: -1 }, partialFilterExpression: { takenAt: { $gt: 0 } } },
  ],
  enrollments: [
    {
      key: { campaign: 1, waits: 1, calendar: 1, dueClass: 1, dueAt: 1, _id: 1 },
      partialFilterExpression: { waits: true },
    },
    { key: { campaign: 1, deadlineAt: 1, _id: 1 }, partialFilterExpression: { deadlineAt: { $gt: 0 } } },
  ],
  contacts: [
    { key: { campaign: 1, identity: 1 }, unique: true },
    { key: { campaign: 1, id: 1 } },
    { key: { keys: 1, campaign: 1 } },
  ],
  parties: [{ key: { address: 1, client: 1 }, unique: true }],
  attempts: [
    { key: { key: 1 }, unique: true },
    { key: { client: 1, _id: -1 } },
    { key: { open: 1, campaign: 1 }, partialFilterExpression: { open: true } },
  ],
  imports: [
    { key: { campaign: 1, number: 1 }, unique: true },
    { key: { state: 1 }, partialFilterExpression: { state: 'open' } },
  ],
  tallies: [{ key: { campaign: 1 } }],
  inbox: [{ key: { '_id.campaign': 1, number: 1 } }, { key: { owner: 1, '_id.campaign': 1 } }],
  ownerNotes: [{ key: { owner: 1 } }],
  clients: [{ key: { rev: 1 } }],
  suppressions: [
    { key: { client: 1, address: 1, campaign: 1 } },
    {
      key: { client: 1, campaign: 1, address: 1 },
      partialFilterExpression: { campaign: { $gt: '' } },
    },
  ],
  consents: [{ key: { client: 1, address: 1, channel: 1 }, unique: true }],
  requests: [{ key: { client: 1, at: 1 } }],
  sessions: [{ key: { by: 1 } }, { key: { expiresAt: 1 } }],
  deliveries: [
    { key: { target: 1, state: 1, dueAt: 1, _id: 1 } },
    { key: { target: 1, state: 1, createdAt: 1, _id: 1 } },
    { key: { state: 1, createdAt: 1 } },
  ],
  webhookCursors: [{ key: { '_id.webhook': 1 } }],
  reviews: [
    { key: { openedAt: 1, _id: 1 } },
    { key: { client: 1, openedAt: 1, _id: 1 } },
    { key: { campaign: 1, openedAt: 1, _id: 1 } },
    { key: { state: 1, openedAt: 1, _id: 1 } },
  ],
  tasks: [
    { key: { dueAt: 1, _id: 1 } },
    { key: { client: 1, dueAt: 1, _id: 1 } },
    { key: { campaign: 1, dueAt: 1, _id: 1 } },
    { key: { doneAt: 1, dueAt: 1, _id: 1 } },
  ],
  // Documents of instances that are dead for a long time.
  openSessions: [{ key: { at: 1 }, expireAfterSeconds: 7 * 86_400 }],
  breakerOutcomes: [{ key: { '_id.key': 1, '_id.campaign': 1, '_id.at': 1 } }],
  senders: [{ key: { '_id.client': 1, '_id.address': 1 } }],
  rateTables: [{ key: { '_id.client': -1, '_id.validFrom': -1 } }],
  spending: [{ key: { '_id.client': 1, '_id.period': 1, '_id.currency': 1 } }],
  senderOutcomes: [{ key: { '_id.client': 1, '_id.at': 1 } }, { key: { '_id.at': 1 } }],
  attendance: [{ key: { '_id.client': 1, '_id.at': 1 } }, { key: { '_id.at': 1 } }],
  transitionCounts: [{ key: { '_id.campaign': 1 } }],
  stopEvents: [{ key: { client: 1, _id: -1 } }],
  holdings: [{ key: { '_id.campaign': 1, held: 1 } }, { key: { held: 1, '_id.campaign': 1 } }],
};

const text = { bsonType: 'string' } as const;
const textOrNull = { bsonType: ['string', 'null'] } as const;
const number = { bsonType: ['int', 'long', 'double'] } as const;

/** The rules by which the server itself refuses documents that no version of this program writes. */
const validators: { readonly [Name in keyof Collections]?: Readonly<Record<string, Document>> } = {
  campaigns: {
    client: text,
    name: text,
    number,
    state: text,
    epoch: number,
    owner: textOrNull,
    rev: number,
    seq: number,
    snapshot: text,
    definition: text,
    lastAttempt: number,
    lastHash: text,
  },
  enrollments: { campaign: number, position: number, contact: text, state: text, dueAt: number },
  contacts: { campaign: number, id: text, identity: text, keys: { bsonType: 'array' } },
  persons: {
    client: text,
    rev: number,
    openAttempts: { bsonType: 'array' },
    optOut: textOrNull,
    mergedInto: textOrNull,
  },
  parties: { client: text, address: text, person: number },
  attempts: { campaign: text, client: text, key: number, state: text, mintedAt: number },
  chunks: { body: text, hash: textOrNull },
  imports: { campaign: number, number, state: text, lastRow: number },
  importRows: { cells: { bsonType: 'array' } },
  tallies: { campaign: number, calendar: number, bucket: number, contacts: number },
  calendars: { calendar: text },
  inbox: { number, at: number, body: text },
  ownerNotes: { owner: textOrNull, rev: number, seq: number },
  suppressions: {
    client: text,
    address: text,
    campaign: textOrNull,
    reason: text,
    source: text,
    by: text,
    at: number,
  },
  consents: { client: text, address: text, channel: text, givenAt: number, source: text, recordedAt: number },
  requests: { digest: text, at: number },
  holds: { by: text, at: number },
  clients: { settings: text, updatedAt: number },
  stopEvents: { client: text, event: text, by: text, at: number },
  instances: { counter: number, startedAt: number },
  limits: { held: { ...number, minimum: 0 }, nextFreeAt: number, hourUsed: number, dayUsed: number },
  holdings: { held: { ...number, minimum: 0 } },
  reservations: { epoch: number, id: number },
  series: { at: number },
  transitionCounts: { count: number },
  sessions: { client: text, role: text, by: text, expiresAt: number },
  deliveries: { client: text, target: text, body: text, state: text, dueAt: number, tries: number },
  messages: { client: text, campaign: text, hash: text, generator: text, audit: text },
  reviews: { client: text, campaign: text, kind: text, state: text, openedAt: number },
  tasks: { client: text, campaign: text, kind: text, dueAt: number },
  alerts: { code: text, client: text, since: number, toldAt: number, detail: text },
  webhooks: {
    client: text,
    url: text,
    secret: text,
    types: { bsonType: 'array' },
    include: { bsonType: 'array' },
    enabled: { bsonType: 'bool' },
    since: number,
    rev: number,
  },
  webhookCursors: { seq: number },
  clientEvents: { body: text, hash: textOrNull },
  clientLogs: { seq: number, hash: textOrNull },
  breakers: { rev: number, open: { bsonType: 'bool' }, since: number },
  breakerOutcomes: { outcomes: number, faults: number },
  senders: { mode: text, tags: { bsonType: 'array' }, addedAt: number },
  senderOutcomes: { attempts: number, lastAt: number },
  rateTables: { text, rates: number, importedAt: number, by: text },
  spending: { micros: number },
  attendance: { live: number, abandoned: number },
  hashKeys: { secret: text, at: number },
  incarnations: { id: text, at: number, reviewed: number },
  counters: { last: number },
  meta: { version: number },
  moves: { move: text, state: text },
};

export function validatorOf(name: keyof Collections): Document | null {
  const properties = validators[name];
  if (!properties) return null;
  return { $jsonSchema: { bsonType: 'object', required: Object.keys(properties), properties } };
}

/**
 * Migrates a database of an earlier `schema` (0 for none) to this one. Running it again, or twice at the same time, changes
 * nothing. Rejects, before it changes anything, with `store.foreign` or `store.not-permitted`.
 */
export async function migrate({ db, schema }: { db: Db; schema: number }): Promise<void> {
  const { meta, campaigns } = collectionsOf(db);
  if (schema === 0) await refuseForeign(db);
  await checkPermissions({ db, isCurrent: schema === schemaVersion });
  if (schema === schemaVersion) return;
  const known = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name));
  for (const name of collectionNames) {
    if (!known.has(name)) await db.createCollection(name).catch(unlessExisting);
    const validator = validatorOf(name);
    if (validator) await db.command({ collMod: name, validator });
    for (const { key, ...options } of indexes[name] ?? [])
      await db.collection(name).createIndex(key, options);
  }
  await beginFirstIncarnation(db);
  // Logs of schema 4 are published from their beginning.
  if (schema > 0 && schema < 5)
    await campaigns.updateMany(
      { published: { $exists: false }, seq: { $gt: 0 } },
      { $set: { unpublished: true } },
    );
  // Campaigns that ended under schema 8 or earlier: the period of their data counts from their last change.
  if (schema > 0 && schema < 9)
    await campaigns.updateMany({ state: { $in: [...endedStates] }, eventsSince: { $exists: false } }, [
      { $set: { contactsSince: '$updatedAt', eventsSince: '$updatedAt' } },
    ]);
  if (schema > 0 && schema < 13) await extendSuppressions(collectionsOf(db));
  if (schema > 0 && schema < 15) await convertAlertWebhooks(db);
  await meta.updateOne({ _id: 'schema' }, { $max: { version: schemaVersion } }, { upsert: true });
}

const namespaceExists = 48;

function unlessExisting(error: unknown): void {
  if ((error as { code?: number }).code !== namespaceExists) throw error;
}

/** Rejects with `store.foreign` if the database has a collection that this program does not make. */
export async function refuseForeign(db: Db): Promise<void> {
  const found = await db.listCollections({}, { nameOnly: true }).toArray();
  const ours: ReadonlySet<string> = new Set(collectionNames);
  const foreign = found
    .map(({ name }) => name)
    .find((name) => !ours.has(name) && !name.startsWith('system.'));
  if (foreign === undefined) return;
  throw new RingmasterError({
    code: 'store.foreign',
    family: 'refused',
    message: `The database ${db.databaseName} has a collection ${foreign}, so it belongs to another program. Nothing was changed.`,
    hint: 'Set another database in MONGODB_URI.',
    details: { database: db.databaseName, collection: foreign },
  });
}
