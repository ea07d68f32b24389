import { RingmasterError } from '../domain/errors.ts';
import type { EnrollableRow } from '../domain/contact.ts';
import type { ImportRecord } from '../domain/import-record.ts';
import type { Store } from '../persistence/contract.ts';
import type { PendingEvent } from './batch.ts';
import type { ChunkFacts } from './decide/imports.ts';
import type { ActorEvent } from './events.ts';
import type { WorkingSet } from './working-set.ts';

/** What the events of a turn need that memory does not hold. */
export type TurnFacts = {
  chunk: ChunkFacts | null;
  importRecord: ImportRecord | null;
  /** The position of the person behind an address that was suppressed. */
  byAddress: ReadonlyMap<string, number>;
  /** What requests of this turn were answered with when their work was done before, by key. */
  fulfilled: ReadonlyMap<string, unknown>;
};

function attemptOf(event: ActorEvent): string | null {
  return 'attempt' in event ? event.attempt : null;
}

/** Rows of attempts that are over come from the store, open ones from memory. */
async function loadAttempts({ set, store, events }: LoadInput): Promise<void> {
  const ids = [...new Set(events.map(attemptOf).filter((id) => id !== null))];
  const missing = ids.filter((id) => !set.memory.open.has(id));
  for (const id of ids) {
    const open = set.memory.open.get(id);
    if (open) set.add({ enrollments: [open.enrollment], parties: [open.party] });
  }
  if (missing.length === 0) return;
  const campaign = set.memory.record.id;
  const attempts = (await store.readAttempts(missing)).filter((attempt) => attempt.campaign === campaign);
  await loadPeople({ set, store, positions: attempts.map(({ position }) => position) });
  set.add({ attempts });
}

async function loadPeople({
  set,
  store,
  positions,
}: {
  set: WorkingSet;
  store: Store;
  positions: readonly number[];
}): Promise<void> {
  if (positions.length === 0) return;
  const enrollments = await store.readEnrollments({
    campaign: set.memory.record.id,
    positions: [...new Set(positions)],
  });
  set.add({ enrollments, parties: await store.readParties(enrollments.map(({ party }) => party)) });
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
  id,
}: {
  set: WorkingSet;
  store: Store;
  rows: readonly EnrollableRow[];
  id: string;
}): Promise<ChunkFacts> {
  const { id: campaign, client } = set.memory.record;
  const known = await store.lookUpNewcomers({
    campaign,
    client,
    identities: rows.map(({ identity }) => identity),
    addresses: rows.map(({ address }) => address),
  });
  return {
    ...known,
    record: await readImport(store, id),
    lastPosition: await store.readLastPosition(campaign),
  };
}

async function readFulfilled(store: Store, batch: readonly PendingEvent[]): Promise<Map<string, unknown>> {
  const fulfilled = new Map<string, unknown>();
  for (const { request } of batch) {
    const known = request && (await store.readRequest(request.key));
    if (known && known.result !== null) fulfilled.set(known.key, JSON.parse(known.result));
  }
  return fulfilled;
}

type LoadInput = { set: WorkingSet; store: Store; events: readonly ActorEvent[] };

/** Reads everything a turn's events need, so that deciding them is synchronous. */
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
  await loadAttempts({ set, store, events });
  const positions = events.flatMap((event) =>
    event.type === 'contact-command' ? [event.command.position] : [],
  );
  const byAddress = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'suppressed') continue;
    const found = await store.findEnrollment({ campaign: set.memory.record.id, who: event.address });
    if (!found) continue;
    byAddress.set(event.address, found.position);
    positions.push(found.position);
  }
  await loadPeople({ set, store, positions });
  for (const { openAttempt } of positions
    .map((position) => set.enrollment(position))
    .filter((row) => row !== null)) {
    if (openAttempt !== null)
      await loadAttempts({ set, store, events: [{ type: 'hang-up', attempt: openAttempt, by: '' }] });
  }
  const chunk = events.find((event) => event.type === 'import-chunk' || event.type === 'import-appended');
  const closing = events.find((event) => event.type === 'import-closed' || event.type === 'import-reopened');
  return {
    byAddress,
    fulfilled: await readFulfilled(store, batch),
    chunk: chunk
      ? await chunkFacts({
          set,
          store,
          rows: chunk.type === 'import-chunk' ? chunk.rows : [chunk.row],
          id: chunk.import,
        })
      : null,
    importRecord: closing ? await readImport(store, closing.import) : null,
  };
}
