import {
  MongoError,
  MongoErrorLabel,
  MongoNetworkError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
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

const silences = [MongoServerSelectionError, MongoNetworkError, MongoOperationTimeoutError];

const codeOf = (error: unknown): number | null =>
  error instanceof MongoServerError && typeof error.code === 'number' ? error.code : null;

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

/**
 * Translates an error of the driver. Errors of the product are returned as they are. `where` names the servers,
 * without credentials.
 */
export function translateFailure({ error, where }: { error: unknown; where: string }): unknown {
  if (!(error instanceof MongoError)) return error;
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
    case codes.documentValidation:
    case codes.duplicateKey:
      return invalidTurn(`A write contradicts what is stored: ${error.message}.`, {}, error);
    default:
      break;
  }
  if (silences.some((kind) => error instanceof kind)) {
    return new RingmasterError({
      ...known,
      code: 'store.unreachable',
      family: 'overloaded',
      message: `MongoDB at ${where} cannot be reached: ${error.message}.`,
      hint: 'Nothing is acknowledged until it answers again. The program keeps trying.',
    });
  }
  return new RingmasterError({
    ...known,
    code: 'store.failed',
    family: 'fault',
    message: `MongoDB at ${where} failed: ${error.message}.`,
    hint: 'Check the log of the server. The program tries again with the next write.',
  });
}
