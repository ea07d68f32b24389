import { RingmasterError } from '../../domain/errors.ts';
import { keysOf } from '../../domain/contact/contact.ts';
import type { Contact, EnrollableRow } from '../../domain/contact/contact.ts';
import type { ImportRecord } from '../../domain/contact/import-record.ts';
import { optsOut } from '../../domain/attempt/consequence.ts';
import type { RowOptOut } from '../../domain/contact/opt-out.ts';
import type { Reach } from '../../domain/contact/reach.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { PendingEvent } from './batch.ts';
import { rowsOfOpen } from './campaign-memory.ts';
import type { ChunkFacts } from '../decide/imports/chunks.ts';
import type { OptedOutContact } from '../decide/imports/list-opt-outs.ts';
import type { ActorEvent } from '../events.ts';
import type { WorkingSet } from './working-set/working-set.ts';

/** The facts that the events of a turn need and that are not in memory. */
export type TurnFacts = {
  chunk: ChunkFacts | null;
  importRecord: ImportRecord | null;
  /** The positions of all contacts with an address that was suppressed. */
  byAddress: ReadonlyMap<string, readonly number[]>;
  /** The addresses of contacts, by position. */
  reaches: ReadonlyMap<number, Reach>;
  /**
   * The answers to requests and orders of this turn whose work is already done, by key: before the turn, or earlier in it.
   */
  fulfilled: Map<string, unknown>;
  /** The contacts whose evidence contains an opt-out, by attempt. */
  optingOut: ReadonlyMap<string, Contact>;
};

function attemptOf(event: ActorEvent): string | null {
  return 'attempt' in event ? event.attempt : null;
}

/** The addresses that were suppressed from outside. */
export function addressesOf({
  address,
  others = [],
}: Pick<Extract<ActorEvent, { type: 'suppressed' }>, 'address' | 'others'>): readonly string[] {
  return [address, ...others];
}

/** The contacts that an event names by their positions. */
function positionsOf(event: ActorEvent): readonly number[] {
  if (event.type === 'contact-command') return [event.command.position];
  return event.type === 'contacts-doubted' ? event.contacts.map(({ position }) => position) : [];
}

/** Ended attempts are read from the store, open ones are in memory. */
async function loadAttempts({
  set,
  store,
  ids,
}: {
  set: WorkingSet;
  store: Store;
  ids: readonly string[];
}): Promise<void> {
  const missing = ids.filter((id) => !set.memory.open.has(id));
  for (const id of ids) {
    const open = set.memory.open.get(id);
    if (open) set.add(rowsOfOpen(open));
  }
  if (missing.length === 0) return;
  const campaign = set.memory.record.id;
  const attempts = (await store.readAttempts(missing)).filter((attempt) => attempt.campaign === campaign);
  await loadContacts({ set, store, positions: attempts.map(({ position }) => position) });
  set.add({ attempts });
}

type AtPositions = { set: WorkingSet; store: Store; positions: readonly number[] };

async function loadContacts({ set, store, positions }: AtPositions): Promise<void> {
  if (positions.length === 0) return;
  const enrollments = await store.readEnrollments({
    campaign: set.memory.record.id,
    positions: [...new Set(positions)],
  });
  set.add({ enrollments, persons: await store.readPersons(enrollments.map(({ person }) => person)) });
}

async function readImport(store: Store, id: string): Promise<ImportRecord> {
  const record = await store.readImport(id);
  if (record) return record;
  throw new RingmasterError({
    code: 'import.not-found',
    family: 'not-found',
    message: `There is no import ${id}.`,
  });
}

async function chunkFacts({
  set,
  store,
  rows,
  optOuts,
  id,
}: {
  set: WorkingSet;
  store: Store;
  rows: readonly EnrollableRow[];
  optOuts: readonly RowOptOut[];
  id: string;
}): Promise<ChunkFacts> {
  const { id: campaign, client } = set.memory.record;
  const optedOut = await readOptedOut({ set, store, optOuts });
  const keys = [
    ...rows.flatMap(({ contact }) => keysOf(contact)),
    ...optOuts.flatMap(({ marks }) => marks.map(({ key }) => key)),
    ...optedOut.flatMap(({ contact }) => keysOf(contact)),
  ];
  const known = await store.lookUpNewcomers({
    campaign,
    client,
    identities: rows.map(({ identity }) => identity),
    keys: [...new Set(keys)],
    at: set.at,
  });
  return {
    ...known,
    optedOut,
    record: await readImport(store, id),
    lastPosition: await store.readLastPosition(campaign),
  };
}

async function readFulfilled(store: Store, batch: readonly PendingEvent[]): Promise<Map<string, unknown>> {
  const fulfilled = new Map<string, unknown>();
  for (const key of batch.flatMap(({ request, order }) => [request, order])) {
    const known = key && (await store.readRequest(key.key));
    if (known && known.result !== null) fulfilled.set(known.key, JSON.parse(known.result));
  }
  return fulfilled;
}

/** Returns the contacts that were enrolled before and that a row of the chunk opts out, with their attempts. */
async function readOptedOut({
  set,
  store,
  optOuts,
}: {
  set: WorkingSet;
  store: Store;
  optOuts: readonly RowOptOut[];
}): Promise<readonly OptedOutContact[]> {
  const marks = optOuts.flatMap((optOut) => optOut.marks);
  if (marks.length === 0) return [];
  const campaign = set.memory.record.id;
  const found = await store.findByKeys({ campaign, keys: [...new Set(marks.map(({ key }) => key))] });
  const positions = [...new Set(found.map(({ position }) => position))];
  await loadContacts({ set, store, positions });
  await loadOpenAttempts({ set, store, positions });
  const contacts = new Map(
    (await store.readContacts({ campaign, positions })).map(({ position, contact }) => [position, contact]),
  );
  return found.flatMap(({ key, position }) => {
    const contact = contacts.get(position);
    return contact ? [{ key, position, contact }] : [];
  });
}

async function loadOpenAttempts({ set, store, positions }: AtPositions): Promise<void> {
  const open = positions.flatMap((position) => set.enrollment(position)?.openAttempt ?? []);
  await loadAttempts({ set, store, ids: open });
}

type LoadInput = { set: WorkingSet; store: Store; events: readonly ActorEvent[] };

/** Whether an event may contain the opt-out of a contact. */
function mayOptOut({ memory }: WorkingSet, event: ActorEvent): boolean {
  const { dispositions } = memory.record.definition;
  return (
    event.type === 'correct' ||
    (event.type === 'evidence' && event.evidence.some((piece) => optsOut(dispositions, piece)))
  );
}

async function readOptingOut({ set, store, events }: LoadInput): Promise<Map<string, Contact>> {
  const optingOut = new Map<string, Contact>();
  for (const event of events) {
    if (!('attempt' in event) || !mayOptOut(set, event)) continue;
    const position = set.attempt(event.attempt)?.position;
    if (position === undefined) continue;
    const [found] = await store.readContacts({ campaign: set.memory.record.id, positions: [position] });
    if (found) optingOut.set(event.attempt, found.contact);
  }
  return optingOut;
}

/** Reads everything that the events of a turn need, so that deciding them is synchronous. */
export async function loadTurnFacts({
  set,
  store,
  batch,
}: {
  set: WorkingSet;
  store: Store;
  batch: readonly PendingEvent[];
}): Promise<TurnFacts> {
  const events = batch.map(({ event }) => event);
  const attempts = new Set(events.map(attemptOf).filter((id) => id !== null));
  await loadAttempts({ set, store, ids: [...attempts] });
  const positions = events.flatMap(positionsOf);
  const byAddress = new Map<string, readonly number[]>();
  for (const event of events) {
    if (event.type !== 'suppressed') continue;
    const keys = addressesOf(event);
    const found = await store.findByKeys({ campaign: set.memory.record.id, keys });
    for (const key of keys) byAddress.set(key, []);
    for (const { key, position } of found) {
      byAddress.set(key, [...(byAddress.get(key) ?? []), position]);
      positions.push(position);
    }
  }
  await loadContacts({ set, store, positions });
  await loadOpenAttempts({ set, store, positions });
  const suppressed = [...new Set([...byAddress.values()].flat())];
  const reaches =
    suppressed.length === 0
      ? []
      : await store.readReach({ campaign: set.memory.record.id, positions: suppressed, at: set.at });
  const chunk = events.find((event) => event.type === 'import-chunk' || event.type === 'import-appended');
  const closing = events.find((event) => event.type === 'import-closed' || event.type === 'import-reopened');
  return {
    byAddress,
    reaches: new Map(reaches.map((one) => [one.position, one])),
    fulfilled: await readFulfilled(store, batch),
    optingOut: await readOptingOut({ set, store, events }),
    chunk: chunk
      ? await chunkFacts({
          set,
          store,
          rows: chunk.type === 'import-chunk' ? chunk.rows : [chunk.row],
          optOuts: chunk.type === 'import-chunk' ? chunk.optOuts : [],
          id: chunk.import,
        })
      : null,
    importRecord: closing ? await readImport(store, closing.import) : null,
  };
}
