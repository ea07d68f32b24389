import { campaignIn, growingStates } from '../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { EnrollableRow, RejectedRow } from '../../domain/contact/contact.ts';
import type { ImportRecord, ImportState } from '../../domain/contact/import-record.ts';
import { calendarKey } from '../../domain/time/window-rules.ts';
import type { Newcomer } from '../../persistence/contract/store.ts';
import { stateOf } from '../turn/campaign-memory.ts';
import type { ActorEvent } from '../events.ts';
import { suppressedCall } from '../dispatch/single-call.ts';
import { applyListOptOuts } from './list-opt-outs.ts';
import type { OptedOutContact } from './list-opt-outs.ts';
import type { Deciding } from './steps.ts';

export type { OptedOutContact };

/** The facts that must be read before a chunk can be decided. */
export type ChunkFacts = {
  record: ImportRecord;
  enrolled: ReadonlySet<string>;
  /**
   * Keys that are already suppressed, with the reasons: of the rows of the chunk, and of enrolled contacts that it
   * opts out.
   */
  suppressed: ReadonlyMap<string, string>;
  /** Contacts that were enrolled before and that a row of the chunk opts out. */
  optedOut: readonly OptedOutContact[];
  lastPosition: number;
};

/** A contact added to an ended campaign would never be contacted. */
function refuseEnded({ set }: Deciding): void {
  const { state } = stateOf(set.position());
  if (growingStates.includes(state) && set.record.rest === null) return;
  throw new RingmasterError({
    code: 'campaign.command-refused',
    family: 'conflict',
    message: `${campaignIn(state)} takes no more contacts.`,
    hint: 'Make a new campaign for them.',
    details: { state, allowed: [] },
  });
}

export function openImport(deciding: Deciding, record: ImportRecord, by: string): ImportRecord {
  refuseEnded(deciding);
  const { set } = deciding;
  set.counters.openImports += 1;
  set.putChunk({ record, newcomers: [], rejections: [] });
  set.log({ type: 'import.opened', by, data: { import: record.id, format: record.format } });
  return record;
}

/** Continues a broken upload in the same import. An import that is not broken is not changed. */
export function reopenImport(
  deciding: Deciding,
  { record, by, instance }: { record: ImportRecord; by: string; instance: string },
): ImportRecord {
  if (record.state !== 'broken') return record;
  refuseEnded(deciding);
  const { set } = deciding;
  const opened: ImportRecord = { ...record, state: 'open', closedAt: null, instance };
  set.counters.openImports += 1;
  set.putChunk({ record: opened, newcomers: [], rejections: [] });
  set.log({ type: 'import.reopened', by, data: { import: record.id, lastRow: record.lastRow } });
  return opened;
}

/** Closes an import. Closing it twice changes nothing. */
export function closeImport(
  { set }: Deciding,
  { record, state, by }: { record: ImportRecord; state: Exclude<ImportState, 'open'>; by: string },
): ImportRecord {
  if (record.state !== 'open') return record;
  const closed = { ...record, state, closedAt: set.at };
  set.counters.openImports -= 1;
  set.putChunk({ record: closed, newcomers: [], rejections: [] });
  const { id, enrolled, duplicates, rejected, optedOut } = closed;
  set.log({ type: `import.${state}`, by, data: { import: id, enrolled, duplicates, rejected, optedOut } });
  return closed;
}

function calendarsOf({ set }: Deciding): (row: EnrollableRow) => number {
  const numbers = new Map<string, number>();
  for (const [number, calendar] of set.memory.calendars) numbers.set(calendarKey(calendar), number);
  return ({ calendar }) => {
    const key = calendarKey(calendar);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = numbers.size + 1;
    numbers.set(key, number);
    set.addCalendar({ number, calendar });
    return number;
  };
}

/**
 * Adds the contacts of a chunk after the existing ones. The first row of an identity counts. An opt-out counts even if
 * its row is rejected. Rows that were committed before are skipped.
 */
export function addChunk(
  deciding: Deciding,
  { event, facts }: { event: Extract<ActorEvent, { type: 'import-chunk' }>; facts: ChunkFacts },
): ImportRecord {
  refuseEnded(deciding);
  const { set, kit } = deciding;
  const { record } = facts;
  if (record.state !== 'open') {
    throw new RingmasterError({
      code: 'import.closed',
      family: 'conflict',
      message: `Import ${record.id} is ${record.state}; it takes no more rows.`,
      hint: 'Start another import: rows that are there already are recognised as duplicates.',
    });
  }
  const calendarOf = calendarsOf(deciding);
  const seen = new Set(facts.enrolled);
  const newcomers: Newcomer[] = [];
  const rejections: RejectedRow[] = event.rejected.filter(({ row }) => row > record.lastRow);
  const rejected = rejections.length;
  let suppressed = 0;
  const optOuts = applyListOptOuts(deciding, {
    optOuts: event.optOuts.filter(({ row }) => row > record.lastRow),
    rows: event.rows.filter(({ row }) => row > record.lastRow),
    known: facts.suppressed,
    enrolled: facts.optedOut,
    by: `import:${record.id}`,
  });
  for (const row of event.rows) {
    if (row.row <= record.lastRow) continue;
    if (seen.has(row.identity)) {
      rejections.push({
        row: row.row,
        code: 'contact.duplicate',
        detail: 'is in this campaign already',
        cells: row.cells,
      });
      continue;
    }
    seen.add(row.identity);
    const reason = optOuts.reasonFor(row);
    if (reason !== null) suppressed += 1;
    newcomers.push({
      position: facts.lastPosition + newcomers.length + 1,
      contact: { ...row.contact, id: kit.newId('contact'), row: row.row },
      identity: row.identity,
      calendar: calendarOf(row),
      state: reason === null ? 'pending' : 'suppressed',
      cells: row.cells,
    });
  }
  const next: ImportRecord = {
    ...record,
    columns: event.columns,
    lastRow: Math.max(record.lastRow, event.lastRow),
    digest: event.lastRow >= record.lastRow ? event.digest : record.digest,
    form: record.form ?? event.form,
    enrolled: record.enrolled + newcomers.length,
    suppressed: record.suppressed + suppressed,
    duplicates: record.duplicates + rejections.length - rejected,
    rejected: record.rejected + rejected,
    optedOut: record.optedOut + optOuts.rows,
    addressesSuppressed: record.addressesSuppressed + optOuts.addresses,
  };
  set.putChunk({ record: next, newcomers, rejections });
  set.log({
    type: 'import.added',
    data: {
      import: record.id,
      enrolled: newcomers.length,
      lastRow: next.lastRow,
      ...(optOuts.rows > 0 && { optedOut: optOuts.rows, addressesSuppressed: optOuts.addresses }),
    },
  });
  return next;
}

/** Adds the contact of a single call after the last row and returns its position. A suppressed contact is refused. */
export function appendRow(
  deciding: Deciding,
  { event, facts }: { event: Extract<ActorEvent, { type: 'import-appended' }>; facts: ChunkFacts },
): { position: number } {
  if (facts.suppressed.has(event.row.address)) throw suppressedCall();
  const row = facts.record.lastRow + 1;
  addChunk(deciding, {
    facts,
    event: {
      type: 'import-chunk',
      import: event.import,
      rows: [{ ...event.row, row }],
      rejected: [],
      optOuts: [],
      columns: facts.record.columns,
      lastRow: row,
      digest: null,
      form: null,
    },
  });
  const position = facts.lastPosition + 1;
  const { by, outsideHours } = event;
  deciding.set.log({
    type: 'call.ordered',
    position,
    by,
    data: outsideHours === null ? {} : { outsideHours },
  });
  return { position };
}
