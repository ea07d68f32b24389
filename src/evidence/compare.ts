import type { Fault } from './read.ts';
import type { LineOf } from './lines.ts';
import type { VerifiedEvidence } from './verify.ts';

/**
 * Compares a file with one that the service has made now for the same contacts: every log must have been at the hash that
 * the file names, and the file must have every line that the log had then. Returns the differences.
 */
export function compareEvidence({ file, now }: { file: VerifiedEvidence; now: VerifiedEvidence }): Fault[] {
  const current = new Map(now.verification.logs.map((log) => [log.log, log]));
  const known = new Map(file.verification.logs.map((log) => [log.log, log]));
  const differences = file.verification.logs.flatMap((log): string[] => {
    const other = current.get(log.log);
    if (!other) return [`the service has no log of ${log.log} for this contact`];
    if (other.begins.after >= log.events)
      return log.events === other.begins.after && log.head === other.begins.hash
        ? []
        : [`the log of ${log.log} was removed since: it cannot be compared`];
    const hash = log.events === 0 ? log.head : other.hashes.get(log.events);
    return hash === log.head
      ? []
      : [
          `the log of ${log.log} has another hash after event ${log.events} than the file: it was changed, or personal data were erased from it`,
        ];
  });
  const missing = now.events.filter(
    (event) => !isIn(file.events, event) && wasThen({ event, known, asOf: file.verification.asOf }),
  );
  const newLogs = [...current.keys()].filter((log) => !known.has(log));
  return [
    ...differences,
    ...missing.map(({ log, seq }) => `the file leaves out event ${seq} of the log of ${log}`),
    ...newLogs
      .filter((log) => missing.some((event) => event.log === log))
      .map((log) => `the file leaves out the log of ${log}`),
    ...changedAttempts({ file, now }),
  ].map((detail) => ({ line: null, detail }));
}

function isIn(events: readonly LineOf<'event'>[], { log, seq }: LineOf<'event'>): boolean {
  return events.some((event) => event.log === log && event.seq === seq);
}

/** Whether the log had the event when the file was made. */
function wasThen({
  event,
  known,
  asOf,
}: {
  event: LineOf<'event'>;
  known: ReadonlyMap<string, { events: number }>;
  asOf: string;
}): boolean {
  const log = known.get(event.log);
  return log ? event.seq <= log.events : Date.parse(event.at) < Date.parse(asOf);
}

/** The fields of a record that no later report of the provider changes, once they are set. */
const settled = [
  'address',
  'sender',
  'step',
  'number',
  'mintedAt',
  'disposition',
  'outcome',
  'receipt',
  'providerId',
] as const;

/** The records of attempts that differ, although the log has nothing new about them. */
function changedAttempts({ file, now }: { file: VerifiedEvidence; now: VerifiedEvidence }): string[] {
  const current = new Map(now.attempts.map((attempt) => [attempt.id, attempt]));
  const isNew = (event: LineOf<'event'>): boolean => !isIn(file.events, event);
  return file.attempts.flatMap((attempt) => {
    const other = current.get(attempt.id);
    if (!other) return [`the service has no attempt ${attempt.id}`];
    if (now.events.some((event) => event.stored[3] === attempt.id && isNew(event))) return [];
    const fields = settled.filter((field) => attempt[field] !== null && attempt[field] !== other[field]);
    return fields.length === 0
      ? []
      : [`the record of attempt ${attempt.id} differs from that of the service: ${fields.join(', ')}`];
  });
}
