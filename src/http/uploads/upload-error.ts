import { isRingmasterError, RingmasterError } from '../../domain/errors.ts';
import type { ImportRecord } from '../../domain/contact/import-record.ts';

/** The error with `details.goOn` and `details.import`: how to send the rest. `last` is null if no import was begun. */
export function tellHowFar(error: unknown, last: ImportRecord | null): unknown {
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
  const goOn = howToGoOn(last);
  return new RingmasterError({
    code: isCutOff ? 'import.broken' : code,
    family,
    message: isCutOff ? 'The upload broke off.' : message,
    hint: hint ?? goOn,
    details: { ...details, goOn, import: last && factsOf(last) },
    cause: error,
  });
}

function howToGoOn(last: ImportRecord | null): string {
  if (!last || last.lastRow === 0) return 'Nothing of it is in: send the list again once it is mended.';
  return `Rows up to ${last.lastRow} are in; send the whole list again with ?resume=${last.id} to go on after them.`;
}

function factsOf(record: ImportRecord): object {
  const { id, state, lastRow, enrolled, suppressed, duplicates, rejected, optedOut, addressesSuppressed } =
    record;
  return { id, state, lastRow, enrolled, suppressed, duplicates, rejected, optedOut, addressesSuppressed };
}
