import { RingmasterError } from '../../../domain/errors.ts';
import type { EnrollableRow, RejectedRow } from '../../../domain/contact/contact.ts';
import type { ImportRecord } from '../../../domain/contact/import-record.ts';
import { calendarKey } from '../../../domain/time/window-rules.ts';
import type { LookedUp, Newcomer } from '../../../persistence/contract/store.ts';
import type { ActorEvent } from '../../events.ts';
import { suppressedCall } from '../../dispatch/single-call.ts';
import { refuseEnded } from './imports.ts';
import { applyListOptOuts } from './list-opt-outs.ts';
import type { ListOptOuts, OptedOutContact } from './list-opt-outs.ts';
import type { Deciding } from '../steps.ts';

/** The facts that must be read before a chunk can be decided. */
export type ChunkFacts = {
  record: ImportRecord;
  enrolled: ReadonlySet<string>;
  /** Keys that are already suppressed: of the rows of the chunk, and of enrolled contacts that it opts out. */
  suppressed: LookedUp['suppressed'];
  /** Contacts that were enrolled before and that a row of the chunk opts out. */
  optedOut: readonly OptedOutContact[];
  lastPosition: number;
};

type ImportChunk = Extract<ActorEvent, { type: 'import-chunk' }>;
type AddInput = { event: ImportChunk; facts: ChunkFacts };

function calendarsOf({ set }: Deciding): (calendar: EnrollableRow['calendar']) => number {
  const numbers = new Map<string, number>();
  for (const [number, calendar] of set.memory.calendars) numbers.set(calendarKey(calendar), number);
  return (calendar) => {
    const key = calendarKey(calendar);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = numbers.size + 1;
    numbers.set(key, number);
    set.addCalendar({ number, calendar });
    return number;
  };
}

function refuseClosed({ id, state }: ImportRecord): void {
  if (state === 'open') return;
  throw new RingmasterError({
    code: 'import.closed',
    family: 'conflict',
    message: `Import ${id} is ${state}; it takes no more rows.`,
    hint: 'Start another import: rows that are there already are recognised as duplicates.',
  });
}

/** Separates the rows into new contacts and duplicates. The first row of an identity counts. */
function sortRows(
  deciding: Deciding,
  { rows, facts, optOuts }: { rows: readonly EnrollableRow[]; facts: ChunkFacts; optOuts: ListOptOuts },
): { newcomers: Newcomer[]; duplicates: RejectedRow[] } {
  const { kit } = deciding;
  const calendarOf = calendarsOf(deciding);
  const seen = new Set(facts.enrolled);
  const newcomers: Newcomer[] = [];
  const duplicates: RejectedRow[] = [];
  for (const { row, identity, cells, contact, calendar, processed } of rows) {
    if (seen.has(identity)) {
      duplicates.push({ row, code: 'contact.duplicate', detail: 'is in this campaign already', cells });
      continue;
    }
    seen.add(identity);
    newcomers.push({
      position: facts.lastPosition + newcomers.length + 1,
      contact: { ...contact, id: kit.newId('contact'), row },
      identity,
      calendar: calendarOf(calendar),
      state: arrivalOf({ processed, suppressed: optOuts.reasonFor({ contact }) !== null }),
      cells,
    });
  }
  return { newcomers, duplicates };
}

/** The first state of a contact. */
function arrivalOf({
  processed,
  suppressed,
}: {
  processed: EnrollableRow['processed'];
  suppressed: boolean;
}): Newcomer['state'] {
  if (processed === 'imported') return processed;
  return suppressed ? 'suppressed' : (processed ?? 'pending');
}

/** The import after the chunk. */
function afterChunk({
  event,
  record,
  newcomers,
  duplicates,
  rejected,
  optOuts,
}: {
  event: ImportChunk;
  record: ImportRecord;
  newcomers: readonly Newcomer[];
  duplicates: number;
  rejected: number;
  optOuts: ListOptOuts;
}): ImportRecord {
  return {
    ...record,
    columns: event.columns,
    lastRow: Math.max(record.lastRow, event.lastRow),
    digest: event.lastRow >= record.lastRow ? event.digest : record.digest,
    form: record.form ?? event.form,
    enrolled: record.enrolled + newcomers.length,
    suppressed: record.suppressed + newcomers.filter(({ state }) => state === 'suppressed').length,
    duplicates: record.duplicates + duplicates,
    rejected: record.rejected + rejected,
    optedOut: record.optedOut + optOuts.rows,
    addressesSuppressed: record.addressesSuppressed + optOuts.addresses,
  };
}

/**
 * Adds the contacts of a chunk after the existing ones. The first row of an identity counts. An opt-out counts even if
 * its row is rejected. Rows that were committed before are skipped.
 */
export function addChunk(deciding: Deciding, { event, facts }: AddInput): ImportRecord {
  refuseEnded(deciding);
  const { set } = deciding;
  const { record } = facts;
  refuseClosed(record);
  const isNew = ({ row }: { row: number }): boolean => row > record.lastRow;
  const rows = event.rows.filter(isNew);
  const rejected = event.rejected.filter(isNew);
  const optOuts = applyListOptOuts(deciding, {
    optOuts: event.optOuts.filter(isNew),
    rows,
    known: facts.suppressed,
    enrolled: facts.optedOut,
    by: `import:${record.id}`,
  });
  const { newcomers, duplicates } = sortRows(deciding, { rows, facts, optOuts });
  const counts = { duplicates: duplicates.length, rejected: rejected.length };
  const next = afterChunk({ event, record, newcomers, optOuts, ...counts });
  set.putChunk({ record: next, newcomers, rejections: [...rejected, ...duplicates] });
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
