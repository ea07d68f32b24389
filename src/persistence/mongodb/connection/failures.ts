import {
  MongoError,
  MongoErrorLabel,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import { RingmasterError } from '../../../domain/errors.ts';
import { invalidTurn } from '../../contract/failures.ts';

/** Error codes of the server (https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml) with a meaning here. */
const codes = {
  unauthorized: 13,
  authenticationFailed: 18,
  writeConflict: 112,
  documentValidation: 121,
  duplicateKey: 11_000,
} as const;

const codeOf = (error: unknown): number | null =>
  error instanceof MongoServerError && typeof error.code === 'number' ? error.code : null;

/** Whether the server took back a whole transaction and nothing of it was written, so that it can run again. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof MongoError &&
    (error.hasErrorLabel(MongoErrorLabel.TransientTransactionError) || codeOf(error) === codes.writeConflict)
  );
}

/** Whether a commit was sent and its result is unknown. Sending it again is safe: the server answers with the result. */
export function isCommitUnknown(error: unknown): boolean {
  return error instanceof MongoError && error.hasErrorLabel(MongoErrorLabel.UnknownTransactionCommitResult);
}

export function isDuplicateKey(error: unknown): boolean {
  return codeOf(error) === codes.duplicateKey;
}

/** Translates an error of the driver; errors of the product stay as they are. `where`: the servers, without credentials. */
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
  if (error instanceof MongoServerSelectionError || error instanceof MongoNetworkError) {
    return new RingmasterError({
      ...known,
      code: 'store.unreachable',
      family: 'overloaded',
      message: `MongoDB at ${where} cannot be reached: ${error.message}.`,
      hint: 'Nothing is acknowledged until it answers again; the program tries again by itself.',
    });
  }
  return new RingmasterError({
    ...known,
    code: 'store.failed',
    family: 'fault',
    message: `MongoDB at ${where} failed: ${error.message}.`,
    hint: 'Look at the log of the server; the program tries again with the next write.',
  });
}
