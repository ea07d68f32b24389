import { isRingmasterError, RingmasterError } from '../../domain/errors.ts';
import type { ImportRecord } from '../../domain/contact/import-record.ts';

/**
 * Returns the error with `details.goOn` and `details.import`, which say how to send the rest. `last` is null if no
 * import was started.
 */
export function withImportState(error: unknown, last: ImportRecord | null): unknown {
  const { code, family, message, hint, details } = isRingmasterError(error)
    ? error
    : {
        code: 'internal.fault',
        family: 'fault' as const,
        message: 'An upload failed.',
        hint: undefined,
        details: {},
      };
  const isCutOff = code === 'request.body-broken';
  const goOn = howToContinue(last);
  return new RingmasterError({
    code: isCutOff ? 'import.broken' : code,
    family,
    message: isCutOff ? 'The upload was interrupted.' : message,
    hint: hint ?? goOn,
    details: { ...details, goOn, import: last && factsOf(last) },
    cause: error,
  });
}

function howToContinue(last: ImportRecord | null): string {
  if (!last || last.lastRow === 0) return 'No row was imported: correct the list and send it again.';
  return `Rows up to ${last.lastRow} are imported; send the whole list again with ?resume=${last.id} to continue after them.`;
}

function factsOf(record: ImportRecord): object {
  const { id, state, lastRow, enrolled, suppressed, duplicates, rejected, optedOut, addressesSuppressed } =
    record;
  return { id, state, lastRow, enrolled, suppressed, duplicates, rejected, optedOut, addressesSuppressed };
}
