import {
  MongoBulkWriteError,
  MongoClient,
  MongoClientClosedError,
  MongoError,
  MongoErrorLabel,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoOperationTimeoutError,
  MongoServerClosedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoStalePrimaryError,
  MongoTopologyClosedError,
} from 'mongodb';
import type { MongoClientOptions } from 'mongodb';
import { RingmasterError } from '../../../domain/errors.ts';
import { invalidTurn } from '../../contract/failures.ts';

/**
 * Error codes that have a meaning here (https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml).
 */
const codes = {
  unauthorized: 13,
  authenticationFailed: 18,
  writeConflict: 112,
  documentValidation: 121,
  duplicateKey: 11_000,
} as const;

const silences = [
  MongoServerSelectionError,
  MongoNetworkError,
  MongoOperationTimeoutError,
  // The driver has just given the server up, because it is gone or another one is the primary.
  MongoServerClosedError,
  MongoStalePrimaryError,
];
/** The server is not the primary any more, is shutting down, or ended the operation: a later try is answered. */
const passingCodes: ReadonlySet<number | null> = new Set([
  91, // ShutdownInProgress
  189, // PrimarySteppedDown
  10_058, // LegacyNotPrimary
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_601, // Interrupted: another instance took this one for dead and ended its sessions
  11_602, // InterruptedDueToReplStateChange
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
]);

const codeOf = (error: unknown): number | null =>
  error instanceof MongoServerError && typeof error.code === 'number' ? error.code : null;

/**
 * Whether this is an error of a socket as Node throws it. The driver does not wrap it if the connection breaks while a
 * large message waits for room in the buffers of the socket, so it has no label and is not retried (driver 7.5).
 */
function isSocketError(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof MongoError) return false;
  // `EPIPE` without a call of the system: the other side has ended the socket, and Node refuses the write itself.
  const code = 'code' in error ? String(error.code) : '';
  return 'syscall' in error || code === 'EPIPE' || /^ERR_(?:STREAM|SOCKET)_/.test(code);
}

/** Returns the error that a bulk write wraps, if it is not about one of its writes. */
function originOf(error: unknown): unknown {
  const wrapped: unknown = error instanceof MongoBulkWriteError ? error.errorResponse : null;
  return wrapped instanceof Error ? wrapped : error;
}

/** Returns the error; an error of a socket as the driver should throw it, with this label. */
export function labelled(error: unknown, label: MongoErrorLabel): unknown {
  const origin = originOf(error);
  if (!isSocketError(origin)) return error;
  const wrapped = new MongoNetworkError(origin.message, { cause: origin });
  wrapped.addErrorLabel(label);
  return wrapped;
}

/** Returns whether the server aborted the whole transaction. Nothing of it was written, so it can run again. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof MongoError &&
    (error.hasErrorLabel(MongoErrorLabel.TransientTransactionError) || codeOf(error) === codes.writeConflict)
  );
}

/**
 * Returns whether a commit was sent and its result is unknown. It can be sent again: the server answers with the
 * result.
 */
export function isCommitUnknown(error: unknown): boolean {
  return error instanceof MongoError && error.hasErrorLabel(MongoErrorLabel.UnknownTransactionCommitResult);
}

export function isDuplicateKey(error: unknown): boolean {
  return codeOf(error) === codes.duplicateKey;
}

/** Returns the indexes of the writes of a bulk whose key is already stored; null if anything else failed too. */
export function duplicatesIn(error: unknown): ReadonlySet<number> | null {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError()) return null;
  const failed = error.result.getWriteErrors();
  const areDuplicates = failed.length > 0 && failed.every(({ code }) => code === codes.duplicateKey);
  return areDuplicates ? new Set(failed.map(({ index }) => index)) : null;
}

/** Creates a client that is not connected yet. Throws `store.uri-invalid`. */
export function createClient(uri: string, options: MongoClientOptions): MongoClient {
  try {
    return new MongoClient(uri, options);
  } catch (error) {
    throw new RingmasterError({
      code: 'store.uri-invalid',
      family: 'invalid',
      message: `MONGODB_URI is not a valid connection string: ${(error as Error).message}.`,
      hint: 'Its form is mongodb://user:password@host:27017/ringmaster?replicaSet=rs0. Write @ : / and % in a password as %40 %3A %2F and %25.',
      cause: error,
    });
  }
}

/** A DNS list of servers (`mongodb+srv`) that does not exist or is not answered. */
function isUnknownName(error: unknown): error is Error {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall?.startsWith('query') === true;
}

/**
 * Translates an error of the driver. Errors of the product are returned as they are. `where` names the servers,
 * without credentials.
 */
export function translateFailure({ error: thrown, where }: { error: unknown; where: string }): unknown {
  const error = originOf(thrown);
  if (isSocketError(error) || isUnknownName(error))
    return unreachable({ where, message: error.message, cause: error });
  if (!(error instanceof MongoError)) return error;
  if (closedErrors.some((closed) => error instanceof closed)) {
    return new RingmasterError({
      code: 'store.closed',
      family: 'fault',
      message: `The connection to MongoDB at ${where} has been closed.`,
      hint: 'This instance is stopping. Send the request to another one.',
      cause: error,
    });
  }
  const known = { cause: error, details: { code: error.code } };
  switch (codeOf(error)) {
    case codes.authenticationFailed:
      return new RingmasterError({
        ...known,
        code: 'store.refused',
        family: 'refused',
        message: `MongoDB at ${where} refuses the user or the password.`,
        hint: 'Check the user, the password and authSource in MONGODB_URI.',
      });
    case codes.unauthorized:
      return new RingmasterError({
        ...known,
        code: 'store.not-permitted',
        family: 'refused',
        message: `MongoDB at ${where} does not permit this: ${error.message}.`,
        hint: 'Give the user the role readWrite on the database, and dbAdmin for `ringmaster migrate`.',
      });
    case codes.writeConflict:
      return new RingmasterError({
        ...known,
        code: 'store.busy',
        family: 'overloaded',
        message: `MongoDB at ${where}: other writes changed the same documents in every try.`,
        hint: 'Send the request again; nothing of it was stored. If this is frequent, check the load of the server.',
      });
    case codes.documentValidation:
    case codes.duplicateKey:
      return invalidTurn(`A write contradicts what is stored: ${error.message}.`, {}, error);
    default:
      break;
  }
  const isSilent = silences.some((kind) => error instanceof kind) || passingCodes.has(codeOf(error));
  if (isSilent) return unreachable({ where, message: error.message, ...known });
  return new RingmasterError({
    ...known,
    code: 'store.failed',
    family: 'fault',
    message: `MongoDB at ${where} failed: ${error.message}.`,
    hint: 'Check the log of the server. The program tries again with the next write.',
  });
}

/** What the driver throws once the client was closed. */
const closedErrors = [MongoClientClosedError, MongoNotConnectedError, MongoTopologyClosedError];

function unreachable({
  where,
  message,
  ...known
}: {
  where: string;
  message: string;
  cause: Error;
  details?: Record<string, unknown>;
}): RingmasterError {
  return new RingmasterError({
    ...known,
    code: 'store.unreachable',
    family: 'overloaded',
    message: `MongoDB at ${where} cannot be reached: ${message}.`,
    hint: 'Check the address, the name of the replica set and the network. Nothing is acknowledged until it answers.',
  });
}
