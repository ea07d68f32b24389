/**
 * The kind of an error. The edges translate it (HTTP status, exit code). `invalid`: the caller's input is wrong.
 * `not-found`. `conflict`: the input is right, but the current state does not allow it. `refused`: not allowed.
 * `overloaded`: try again later. `fault`: an error of this program; its details are not shown to callers.
 */
export type ErrorFamily = 'invalid' | 'not-found' | 'conflict' | 'refused' | 'overloaded' | 'fault';

export type ErrorDetails = Readonly<Record<string, unknown>>;

/** The only error that the product throws on purpose: a dotted code, what happened, and what to do. */
export class RingmasterError extends Error {
  readonly code: string;
  readonly family: ErrorFamily;
  readonly hint: string | undefined;
  readonly details: ErrorDetails;

  constructor({ code, family, message, hint, details, cause }: RingmasterErrorInput) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RingmasterError';
    this.code = code;
    this.family = family;
    this.hint = hint;
    this.details = details ?? {};
  }
}

export type RingmasterErrorInput = {
  code: string;
  family: ErrorFamily;
  message: string;
  /** What the reader can do. */
  hint?: string;
  details?: ErrorDetails;
  cause?: unknown;
};

/** What makes an equal error in another thread, without its cause. */
export function errorInput({ code, family, message, hint, details }: RingmasterError): RingmasterErrorInput {
  return { code, family, message, details, ...(hint !== undefined && { hint }) };
}

/** Whether `error` is a `RingmasterError`, and has the given code if there is one. */
export function isRingmasterError(error: unknown, code?: string): error is RingmasterError {
  return error instanceof RingmasterError && (code === undefined || error.code === code);
}

/** The HTTP status of each family of errors. */
export const familyStatus: Readonly<Record<ErrorFamily, number>> = {
  invalid: 422,
  'not-found': 404,
  conflict: 409,
  refused: 403,
  overloaded: 503,
  fault: 500,
};

/** Statuses of single codes whose family does not follow from their number. */
const otherStatuses: Readonly<Record<number, ErrorFamily>> = {
  401: 'refused',
  429: 'overloaded',
  501: 'refused',
};
const firstServerError = 500;

/** Returns the family of an error by its HTTP status. */
export function familyOfStatus(status: number): ErrorFamily {
  const family = Object.entries(familyStatus).find(([, known]) => known === status)?.[0];
  if (family !== undefined) return family as ErrorFamily;
  return otherStatuses[status] ?? (status < firstServerError ? 'invalid' : 'fault');
}
