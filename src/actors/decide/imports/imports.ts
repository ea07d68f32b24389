import { campaignIn, growingStates } from '../../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../../domain/errors.ts';
import type { ImportRecord, ImportState } from '../../../domain/contact/import-record.ts';
import { stateOf } from '../../turn/campaign-memory.ts';
import type { Deciding } from '../steps.ts';

function isGrowing({ set }: Deciding): boolean {
  return growingStates.includes(stateOf(set.position()).state) && set.record.rest === null;
}

/** A contact added to an ended campaign would never be contacted. */
export function refuseEnded(deciding: Deciding): void {
  if (isGrowing(deciding)) return;
  const { state } = stateOf(deciding.set.position());
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
  { record, by, instance }: { record: ImportRecord; by: string; instance: string | null },
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

/**
 * Closes an import. Closing it twice changes nothing, unless it was closed as broken and its list has now been read to
 * its end: another request with the same key may have broken off meanwhile.
 */
export function closeImport(
  deciding: Deciding,
  { record: found, state, by }: { record: ImportRecord; state: Exclude<ImportState, 'open'>; by: string },
): ImportRecord {
  const { set } = deciding;
  const isMended = found.state === 'broken' && state === 'closed' && isGrowing(deciding);
  const record = isMended ? reopenImport(deciding, { record: found, by, instance: found.instance }) : found;
  if (record.state !== 'open') return record;
  const closed = { ...record, state, closedAt: set.at };
  set.counters.openImports -= 1;
  set.putChunk({ record: closed, newcomers: [], rejections: [] });
  const { id, enrolled, duplicates, rejected, optedOut } = closed;
  set.log({ type: `import.${state}`, by, data: { import: id, enrolled, duplicates, rejected, optedOut } });
  return closed;
}
